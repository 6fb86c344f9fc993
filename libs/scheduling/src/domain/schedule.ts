import { own, unreachable, type Passages, type Recorded } from '@kompass/kernel';
import type { Appointment, Warning, Who } from './appointment.js';
import type { Plan } from './plan.js';
import type { About, InterviewEvent, ScheduleEvent, Subject } from './schedule.events.js';
import type { Window } from './time.js';

/** A value that somebody set, and where: `revision` is what `basedOn` refers to. */
export interface Slot<Value> {
  readonly value: Value;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
}

/** A booking, and what became of it. */
export interface Interview extends Subject, Appointment {
  readonly status: 'booked' | 'held' | 'cancelled';
  /** Of the last booking or move. */
  readonly warnings: readonly Warning[];
  /** Also of one that was cancelled afterwards. */
  readonly heldAt?: string;
  /** Why it was moved last, or cancelled. */
  readonly reason?: Passages;
}

/** The interviews of one evaluation: planned, booked, held. */
export interface Schedule {
  /** Nothing before the evaluation is heard of. */
  readonly about?: About;
  readonly plan?: Slot<Plan>;
  readonly status: 'open' | 'finalised';
  /** Was finalised once: everybody knows of it. */
  readonly published: boolean;
  /** Revisions of the evaluation that assessors and status are known of, -1 where of none: older ones never win. */
  readonly asOf: { readonly assessors: number; readonly status: number };
  /** By account. */
  readonly assessors: Readonly<Record<string, { readonly lead: boolean }>>;
  readonly availability: Readonly<Record<Who, Slot<readonly Window[]>>>;
  readonly invitees: Readonly<Record<string, { readonly group: string; readonly erased: boolean }>>;
  readonly interviews: Readonly<Record<string, Slot<Interview>>>;
}

export const unopened: Schedule = {
  status: 'open',
  published: false,
  asOf: { assessors: -1, status: -1 },
  assessors: {},
  availability: {},
  invitees: {},
  interviews: {},
};

/** The interviews that take their time: booked or held. */
export function standing({ interviews }: Schedule): Readonly<Record<string, Interview>> {
  const stand = Object.entries(interviews).filter(([, { value }]) => value.status !== 'cancelled');
  return Object.fromEntries(stand.map(([id, { value }]) => [id, value]));
}

/** Folds one event; never refuses. */
export function evolve(state: Schedule, event: Recorded<ScheduleEvent>): Schedule {
  switch (event.type) {
    case 'ScheduleOpened': {
      const { plan, ...about } = event.data;
      return { ...state, about, plan: slot(plan, event) };
    }
    case 'AssessorsChanged': {
      const { assessors, revision } = event.data;
      const byAccount = Object.fromEntries(assessors.map(({ accountId, lead }) => [accountId, { lead }]));
      return { ...state, assessors: byAccount, asOf: { ...state.asOf, assessors: revision } };
    }
    case 'ScheduleClosed':
      return withStatus(state, 'finalised', event.data.revision);
    case 'ScheduleReopened':
      return withStatus(state, 'open', event.data.revision);
    case 'PlanChanged':
      return { ...state, plan: slot(event.data.plan, event) };
    case 'AvailabilityGiven': {
      const { who, windows } = event.data;
      return { ...state, availability: { ...state.availability, [who]: slot(windows, event) } };
    }
    case 'PersonInvited':
      return withInvitee(state, event.data.invitee, { group: event.data.group, erased: false });
    case 'InviteeErased': {
      const { group } = own(state.invitees, event.data.invitee)!;
      return withInvitee(state, event.data.invitee, { group, erased: true });
    }
    case 'InterviewBooked':
    case 'InterviewMoved':
    case 'InterviewCancelled':
    case 'InterviewHeld': {
      const { interview } = event.data;
      const value = evolveInterview(own(state.interviews, interview)?.value, event);
      return { ...state, interviews: { ...state.interviews, [interview]: slot(value, event) } };
    }
    default:
      return unreachable(event);
  }
}

/** The one interview that an event is about, after it. */
export function evolveInterview(before: Interview | undefined, event: InterviewEvent): Interview {
  switch (event.type) {
    case 'InterviewBooked': {
      const { interview: _interview, ...booking } = event.data;
      return { ...booking, status: 'booked' };
    }
    case 'InterviewMoved': {
      const { interview: _interview, ...move } = event.data;
      return { ...before!, ...move };
    }
    case 'InterviewCancelled':
      return { ...before!, status: 'cancelled', reason: event.data.reason };
    case 'InterviewHeld': {
      const { heldAt, participants } = event.data;
      return { ...before!, status: 'held', heldAt, participants };
    }
    default:
      return unreachable(event);
  }
}

function slot<Value>(value: Value, { meta }: Recorded<ScheduleEvent>): Slot<Value> {
  return { value, revision: meta.revision, at: meta.at, by: meta.actor };
}

function withStatus(state: Schedule, status: Schedule['status'], revision: number): Schedule {
  return { ...state, status, published: true, asOf: { ...state.asOf, status: revision } };
}

function withInvitee(state: Schedule, id: string, invitee: Schedule['invitees'][string]): Schedule {
  return { ...state, invitees: { ...state.invitees, [id]: invitee } };
}
