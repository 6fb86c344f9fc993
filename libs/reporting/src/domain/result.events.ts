import type { EventCatalog } from '@kompass/event-store';
import type { InstrumentVersion } from '@kompass/instrument';
import type { DomainEvent, Language, PartialDate, Passages, Tenths } from '@kompass/kernel';

/** How far down a result is known. */
export type KnownBy = 'total' | 'areas' | 'questions';

/** What is known of a result: `null` is unknown, never 0. `total` and `printed` in whole points. */
export interface Figures {
  readonly total: number | null;
  readonly areas: readonly { readonly id: string; readonly printed: number | null }[];
  readonly questions: readonly { readonly id: string; readonly points: Tenths | null }[];
}

/** A result that was not evaluated here, as somebody found it published. */
export type ResultRecorded = DomainEvent<
  'ResultRecorded',
  {
    /** Id of the municipality. */
    readonly municipality: string;
    /** Of a version for which no file need be loaded. */
    readonly instrument: InstrumentVersion;
    readonly evaluatedAt: PartialDate;
    readonly knownBy: KnownBy;
    readonly source: Passages;
  } & Figures
>;

/** Everything an evaluation was finalised with, as scoring told it. */
export interface FinalisedEvaluation {
  readonly municipality: string;
  readonly instrument: InstrumentVersion & { readonly digest: string };
  readonly evaluatedAt: PartialDate;
  readonly blind: boolean;
  readonly factCheck: boolean;
  readonly language: Language;
  readonly reportNumber?: string;
  readonly edition: number;
  readonly total: { readonly tenths: Tenths; readonly printed: number };
  readonly areas: readonly {
    readonly id: string;
    readonly tenths: Tenths;
    readonly printed: number;
    readonly questions: readonly {
      readonly id: string;
      readonly tenths: Tenths;
      readonly indicators: readonly { readonly id: string; readonly tenths: Tenths }[];
    }[];
  }[];
}

/** The result of an evaluation made here; a later edition takes the place of an earlier one. */
export type EvaluationAdopted = DomainEvent<
  'EvaluationAdopted',
  FinalisedEvaluation & {
    /** Of the evaluation, when it was finalised. */
    readonly revision: number;
    /** It was already known that this edition no longer holds. */
    readonly reopened: boolean;
  }
>;

/** The evaluation is being worked on again: its last finalised edition stays, marked. */
export type ResultReopened = DomainEvent<
  'ResultReopened',
  {
    /** The finalised edition that no longer holds. */
    readonly edition: number;
    /** Of the evaluation, when it was reopened. */
    readonly revision: number;
  }
>;

/** What had been recorded under this id gives way to the evaluation of the same id. */
export type RecordingSuperseded = DomainEvent<
  'RecordingSuperseded',
  {
    /** The one it had been recorded for. */
    readonly municipality: string;
  }
>;

export type ResultEvent = ResultRecorded | EvaluationAdopted | ResultReopened | RecordingSuperseded;

/** The id of a result that an evaluation led to is the evaluation's. */
export const resultCatalog: EventCatalog<ResultEvent> = {
  category: 'result',
  types: { ResultRecorded: true, EvaluationAdopted: true, ResultReopened: true, RecordingSuperseded: true },
};
