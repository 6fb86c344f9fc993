import type { EventCatalog } from '@kompass/event-store';
import type { DomainEvent, Language, Passages } from '@kompass/kernel';
import type { Appointment, Warning, Who } from './appointment.js';
import type { Plan } from './plan.js';
import type { Window } from './time.js';

/** What an evaluation is about, as far as its interviews go. */
export interface About {
  /** Its id. */
  readonly evaluation: string;
  readonly municipality: string;
  readonly instrument: { readonly id: string; readonly version: string; readonly digest: string };
  /** Of the evaluation: its calendars speak it. */
  readonly language: Language;
  /** Areas of the instrument in their order. */
  readonly areas: readonly string[];
  /** Held interviews that the instrument wants an area. */
  readonly wanted: number;
}

/** An evaluation was opened: its plan begins as the instrument's template. */
export type ScheduleOpened = DomainEvent<'ScheduleOpened', About & { readonly plan: Plan }>;

/** Everybody who assesses the evaluation after its `revision`. */
export type AssessorsChanged = DomainEvent<
  'AssessorsChanged',
  {
    readonly assessors: readonly { readonly accountId: string; readonly lead: boolean }[];
    readonly revision: number;
  }
>;

/** The evaluation was finalised at its `revision`. */
export type ScheduleClosed = DomainEvent<'ScheduleClosed', { readonly revision: number }>;

/** The evaluation was reopened at its `revision`. */
export type ScheduleReopened = DomainEvent<'ScheduleReopened', { readonly revision: number }>;

export type PlanChanged = DomainEvent<'PlanChanged', { readonly plan: Plan }>;

/** When somebody or a room is free; takes the place of what they had given before. */
export type AvailabilityGiven = DomainEvent<
  'AvailabilityGiven',
  { readonly who: Who; readonly windows: readonly Window[] }
>;

/** Somebody is to be interviewed: an id and the group. Who it is stands in an erasable table. */
export type PersonInvited = DomainEvent<
  'PersonInvited',
  { readonly invitee: string; readonly group: string }
>;

/** What was known of them is gone. */
export type InviteeErased = DomainEvent<'InviteeErased', { readonly invitee: string }>;

/** What an interview is about. */
export interface Subject {
  readonly group: string;
  /** Areas of the instrument that it covers. */
  readonly areas: readonly string[];
  readonly title?: Passages;
  /** How many people are expected. */
  readonly participants: number;
}

export type InterviewBooked = DomainEvent<
  'InterviewBooked',
  { readonly interview: string } & Subject &
    Appointment & {
      /** What was odd about it when it was booked. */
      readonly warnings: readonly Warning[];
    }
>;

export type InterviewMoved = DomainEvent<
  'InterviewMoved',
  { readonly interview: string } & Appointment & {
      readonly warnings: readonly Warning[];
      readonly reason: Passages;
    }
>;

/** It will not take place, or had been told of as held by mistake. */
export type InterviewCancelled = DomainEvent<
  'InterviewCancelled',
  { readonly interview: string; readonly reason: Passages }
>;

export type InterviewHeld = DomainEvent<
  'InterviewHeld',
  {
    readonly interview: string;
    readonly heldAt: string;
    /** How many people took part. */
    readonly participants: number;
  }
>;

export type InterviewEvent = InterviewBooked | InterviewMoved | InterviewCancelled | InterviewHeld;

export type ScheduleEvent =
  | ScheduleOpened
  | AssessorsChanged
  | ScheduleClosed
  | ScheduleReopened
  | PlanChanged
  | AvailabilityGiven
  | PersonInvited
  | InviteeErased
  | InterviewEvent;

export const scheduleCatalog: EventCatalog<ScheduleEvent> = {
  category: 'schedule',
  types: {
    ScheduleOpened: true,
    AssessorsChanged: true,
    ScheduleClosed: true,
    ScheduleReopened: true,
    PlanChanged: true,
    AvailabilityGiven: true,
    PersonInvited: true,
    InviteeErased: true,
    InterviewBooked: true,
    InterviewMoved: true,
    InterviewCancelled: true,
    InterviewHeld: true,
  },
};
