import type { InstrumentVersion } from '@kompass/instrument';
import type { PartialDate, Passages } from '@kompass/kernel';
import type { FinalisedEvaluation } from './result.events.js';

/** Points of one area or question as they were published, `null` where they were not. */
export interface PublishedPoints {
  readonly id: string;
  readonly points: number | null;
}

/** What was published: totals and areas in whole points, questions with at most one decimal. */
export type Published =
  | { readonly knownBy: 'total'; readonly total: number }
  | { readonly knownBy: 'areas'; readonly areas: readonly PublishedPoints[]; readonly total?: number }
  | { readonly knownBy: 'questions'; readonly questions: readonly PublishedPoints[] };

export interface RecordResult {
  readonly type: 'RecordResult';
  readonly municipality: string;
  readonly instrument: InstrumentVersion;
  readonly evaluatedAt: PartialDate;
  readonly published: Published;
  readonly source: Passages;
}

/** An evaluation was finalised. */
export interface AdoptEvaluation extends FinalisedEvaluation {
  readonly type: 'AdoptEvaluation';
  readonly revision: number;
}

/** An evaluation was reopened. */
export interface MarkReopened {
  readonly type: 'MarkReopened';
  /** The finalised edition that no longer holds. */
  readonly edition: number;
  readonly revision: number;
}

/** What a policy makes of scoring's messages. */
export type EvaluationCommand = AdoptEvaluation | MarkReopened;

export type ResultCommand = RecordResult | EvaluationCommand;
