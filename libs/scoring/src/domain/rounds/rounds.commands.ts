import type { Passages } from '@kompass/kernel';
import type { ByAccount } from '../by-account.js';

export interface SubmitArea extends ByAccount {
  readonly type: 'SubmitArea';
  readonly area: string;
}

export interface RevealArea extends ByAccount {
  readonly type: 'RevealArea';
  readonly area: string;
  readonly reason: Passages;
}

export type RoundCommand = SubmitArea | RevealArea;
