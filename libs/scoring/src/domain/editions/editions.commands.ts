import type { Passages } from '@kompass/kernel';
import type { ByAccount } from '../by-account.js';

export interface FinaliseEvaluation extends ByAccount {
  readonly type: 'FinaliseEvaluation';
}

export interface ReopenEvaluation {
  readonly type: 'ReopenEvaluation';
  readonly reason: Passages;
}

export interface CancelEvaluation {
  readonly type: 'CancelEvaluation';
  readonly reason: Passages;
}

export type EditionCommand = FinaliseEvaluation | ReopenEvaluation | CancelEvaluation;
