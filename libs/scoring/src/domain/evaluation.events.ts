import type { EventCatalog } from '@kompass/event-store';
import type { Levels, Warning } from '@kompass/instrument';
import type { DomainEvent, Language, PartialDate, Passages, Tenths } from '@kompass/kernel';

/** Names the exact instrument: the digest is what finds it. */
export interface InstrumentRef {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
}

export type EvaluationOpened = DomainEvent<
  'EvaluationOpened',
  {
    readonly municipality: string;
    readonly instrument: InstrumentRef;
    /** The areas in their order, each with the number of its indicators: enough to tell when an area is done. */
    readonly areas: readonly { readonly id: string; readonly indicators: number }[];
    readonly evaluatedAt: PartialDate;
    readonly blind: boolean;
    readonly factCheck: boolean;
    readonly language: Language;
    readonly reportNumber?: string;
  }
>;

export type AssessorAssigned = DomainEvent<
  'AssessorAssigned',
  {
    readonly accountId: string;
    readonly lead: boolean;
    /** Only these indicators: a second opinion. All where absent. */
    readonly indicators?: readonly string[];
  }
>;

export type AssessorReleased = DomainEvent<'AssessorReleased', { readonly accountId: string }>;

export type ScoreProposed = DomainEvent<
  'ScoreProposed',
  {
    readonly area: string;
    readonly question: string;
    readonly indicator: string;
    readonly assessor: string;
    readonly points: Tenths;
    /** By criterion, 0 to 4; absent where only points were given. */
    readonly levels?: Levels;
    readonly rationale: Passages;
    readonly evidenceIds: readonly string[];
    /** What is odd about it; changes nothing. */
    readonly warnings: readonly Warning[];
  }
>;

/** Named rules that agree on many indicators in one go: all proposals equal, or close enough for their mean. */
export type AgreementRule = 'equal' | 'within';

export type ScoreAgreed = DomainEvent<
  'ScoreAgreed',
  {
    readonly area: string;
    readonly question: string;
    readonly indicator: string;
    readonly points: Tenths;
    readonly rationale?: Passages;
    /** Where a rule agreed and not a person's own judgement. */
    readonly rule?: AgreementRule;
    /** Revisions of the proposals it stands on: by reference, so that an agreement gives nobody's own score away. */
    readonly standsOn: readonly number[];
  }
>;

export type EvaluationFinalised = DomainEvent<
  'EvaluationFinalised',
  { readonly edition: number; readonly areas: readonly string[] }
>;

export type EvaluationReopened = DomainEvent<
  'EvaluationReopened',
  {
    /** The edition that begins; the one before no longer holds. */
    readonly edition: number;
    readonly areas: readonly string[];
    readonly reason: Passages;
  }
>;

/** Scheduling told that an interview took place: it covers areas, and is evidence of its kind. */
export type InterviewNoted = DomainEvent<
  'InterviewNoted',
  {
    readonly interviewId: string;
    /** Key of the group of people who were interviewed. */
    readonly group: string;
    readonly areas: readonly string[];
    /** ISO 8601, UTC, with milliseconds. */
    readonly heldAt: string;
    /** Of the schedule, when it was held. */
    readonly heldRevision: number;
  }
>;

/** Scheduling told that an interview did not take place after all. */
export type InterviewStruck = DomainEvent<
  'InterviewStruck',
  {
    readonly interviewId: string;
    /** Of the schedule, when it was cancelled. */
    readonly cancelledRevision: number;
  }
>;

export type EvaluationEvent =
  | EvaluationOpened
  | AssessorAssigned
  | AssessorReleased
  | ScoreProposed
  | ScoreAgreed
  | EvaluationFinalised
  | EvaluationReopened
  | InterviewNoted
  | InterviewStruck;

export const evaluationCatalog: EventCatalog<EvaluationEvent> = {
  category: 'evaluation',
  types: {
    EvaluationOpened: true,
    AssessorAssigned: true,
    AssessorReleased: true,
    ScoreProposed: true,
    ScoreAgreed: true,
    EvaluationFinalised: true,
    EvaluationReopened: true,
    InterviewNoted: true,
    InterviewStruck: true,
  },
};
