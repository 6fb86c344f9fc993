import type { Passages } from '@kompass/kernel';
import type { ByAccount } from '../by-account.js';
import type { AgreementRule } from './scores.events.js';

/** Points as they were entered, not yet tenths: `decide` refuses what has two decimals. */
type EnteredPoints = number;

export interface ProposeScore extends ByAccount {
  readonly type: 'ProposeScore';
  readonly indicator: string;
  readonly points?: EnteredPoints;
  /** By criterion. */
  readonly levels?: Readonly<Record<string, number>>;
  readonly rationale?: Passages;
  readonly evidenceIds: readonly string[];
  /** Revision at which its author saw their own slot. */
  readonly basedOn?: number;
}

export interface AgreeScore extends ByAccount {
  readonly type: 'AgreeScore';
  readonly indicator: string;
  readonly points: EnteredPoints;
  readonly rationale?: Passages;
  /** The remark on the draft that leads to it. */
  readonly remarkId?: string;
  /** Highest revision among all slots of the indicator, as its author saw them. */
  readonly basedOn?: number;
}

export interface AgreeArea extends ByAccount {
  readonly type: 'AgreeArea';
  readonly area: string;
  readonly rule: AgreementRule;
}

export type ScoreCommand = ProposeScore | AgreeScore | AgreeArea;
