import type { DomainEvent } from '@kompass/kernel';
import { concern, type TypesOf } from '../concern.js';

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

export type InterviewEvent = InterviewNoted | InterviewStruck;

export const interviewTypes: TypesOf<InterviewEvent> = {
  InterviewNoted: true,
  InterviewStruck: true,
};

export const isInterviewEvent = concern<InterviewEvent>(interviewTypes);
