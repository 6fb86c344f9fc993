import type { Passages } from '@kompass/kernel';
import type { ByAccount } from '../by-account.js';
import type { RemarkKind } from './fact-check.events.js';

export interface IssueDraft extends ByAccount {
  readonly type: 'IssueDraft';
  /** ISO 8601. */
  readonly deadline: string;
}

export interface WithdrawDraft extends ByAccount {
  readonly type: 'WithdrawDraft';
  readonly reason: Passages;
}

export interface MakeRemark {
  readonly type: 'MakeRemark';
  /** To which the account that acts is bound. */
  readonly municipality: string;
  /** When it is made: ISO 8601. */
  readonly at: string;
  readonly remarkId: string;
  readonly about: string;
  readonly kind: RemarkKind;
  readonly text?: Passages;
  readonly evidenceIds: readonly string[];
}

export interface AnswerRemark extends ByAccount {
  readonly type: 'AnswerRemark';
  readonly remarkId: string;
  readonly text: Passages;
}

export type FactCheckCommand = IssueDraft | WithdrawDraft | MakeRemark | AnswerRemark;
