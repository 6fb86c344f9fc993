import type { DomainEvent, Language, PartialDate } from '@kompass/kernel';
import { concern, type TypesOf } from '../concern.js';

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

export type OpeningEvent = EvaluationOpened | AssessorAssigned | AssessorReleased;

export const openingTypes: TypesOf<OpeningEvent> = {
  EvaluationOpened: true,
  AssessorAssigned: true,
  AssessorReleased: true,
};

export const isOpeningEvent = concern<OpeningEvent>(openingTypes);
