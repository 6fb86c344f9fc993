import { own, Rejected } from '@kompass/kernel';
import {
  clashesOf,
  unavailableFor,
  type Appointment,
  type Clash,
  type Meeting,
  type Warning,
  type Who,
} from './appointment.js';
import type { OpenedSchedule } from './course.js';
import { groupOf, refuseMore, refuseStale } from './refusals.js';
import type { BookInterview, CancelInterview, HoldInterview, MoveInterview } from './schedule.commands.js';
import type { ScheduleEvent } from './schedule.events.js';
import { standing, type Interview, type Schedule, type Slot } from './schedule.js';

/** The most interviews an evaluation can have, cancelled ones among them. */
export const mostInterviews = 500;

type Events = readonly ScheduleEvent[];

/**
 * @throws Rejected `already-exists`, `too-many`, `unknown-group`, `unknown-area`, `unknown-room`, `not-assigned`,
 *   `unknown-invitee`, `interview-clash`
 */
export function book(command: BookInterview, state: OpenedSchedule, elsewhere: readonly Who[]): Events {
  const { type: _type, by: _by, interview, ...asked } = command;
  if (own(state.interviews, interview))
    throw new Rejected('already-exists', { field: 'id', value: interview });
  refuseMore(Object.keys(state.interviews).length, mostInterviews);
  const group = groupOf(asked.group, state);
  const areas = asked.areas ?? group.areas;
  for (const value of areas)
    if (!state.about.areas.includes(value)) throw new Rejected('unknown-area', { field: 'areas', value });
  refuseUnknown(asked, state);
  refuseClashes(interview, asked, state);
  const warnings = warningsOf(asked, group.key, state, elsewhere);
  return [{ type: 'InterviewBooked', data: { interview, ...asked, areas, warnings } }];
}

/** @throws Rejected `interview-unknown`, `stale`, `interview-over` and what a booking is refused with */
export function move(command: MoveInterview, state: OpenedSchedule, elsewhere: readonly Who[]): Events {
  const { type: _type, by: _by, interview, basedOn, ...entered } = command;
  const { value } = interviewOf(interview, basedOn, entered, state, ['booked']);
  const appointment = movedTo(value, command);
  refuseUnknown({ ...appointment, invitees: command.invitees ?? [] }, state);
  refuseClashes(interview, { ...appointment, group: value.group }, state);
  const warnings = warningsOf(appointment, value.group, state, elsewhere);
  const { reason } = command;
  return [{ type: 'InterviewMoved', data: { interview, ...appointment, warnings, reason } }];
}

/** The appointment of an interview once it is moved: what the command does not name stays. */
export function movedTo(booked: Appointment, command: Omit<MoveInterview, 'reason'>): Appointment {
  const { start, end, room, assessors, invitees } = { ...booked, ...command };
  return { start, end, room, assessors, invitees };
}

/** @throws Rejected `interview-unknown`, `stale`, `interview-over` */
export function cancel({ interview, basedOn, reason }: CancelInterview, state: Schedule): Events {
  interviewOf(interview, basedOn, { reason }, state, ['booked', 'held']);
  return [{ type: 'InterviewCancelled', data: { interview, reason } }];
}

/** @throws Rejected `interview-unknown`, `stale`, `interview-over` */
export function hold(command: HoldInterview, state: Schedule): Events {
  const { interview, basedOn, heldAt, participants } = command;
  const { value } = interviewOf(interview, basedOn, { heldAt, participants }, state, ['booked']);
  const held = { heldAt: heldAt ?? value.start, participants: participants ?? value.participants };
  return [{ type: 'InterviewHeld', data: { interview, ...held } }];
}

function interviewOf(
  id: string,
  basedOn: number,
  yours: object,
  { interviews }: Schedule,
  allowed: readonly Interview['status'][],
): Slot<Interview> {
  const interview = own(interviews, id);
  if (!interview) throw new Rejected('interview-unknown', { value: id });
  refuseStale(basedOn, yours, `interview/${id}`, interview);
  const { status } = interview.value;
  if (!allowed.includes(status)) {
    throw new Rejected('interview-over', { status, allowed: allowed.join(', ') });
  }
  return interview;
}

function refuseUnknown(
  { room, assessors, invitees }: Pick<Appointment, 'room' | 'assessors' | 'invitees'>,
  state: OpenedSchedule,
): void {
  if (!state.plan.value.rooms.some(({ id }) => id === room))
    throw new Rejected('unknown-room', { field: 'room', value: room });
  for (const value of assessors)
    if (!own(state.assessors, value)) throw new Rejected('not-assigned', { field: 'assessors', value });
  for (const value of invitees)
    if (own(state.invitees, value)?.erased !== false)
      throw new Rejected('unknown-invitee', { field: 'invitees', value });
}

/** Where a clash stands in a request. */
const clashErrors: Readonly<Record<Clash['kind'], { readonly field: string; readonly rule: string }>> = {
  assessor: { field: 'assessors', rule: 'taken' },
  invitee: { field: 'invitees', rule: 'taken' },
  group: { field: 'group', rule: 'taken' },
  room: { field: 'room', rule: 'taken' },
  travel: { field: 'start', rule: 'no-time-to-travel' },
  break: { field: 'start', rule: 'in-a-break' },
  day: { field: 'start', rule: 'outside-the-days' },
};

/** @throws Rejected `interview-clash` with everything that an appointment clashes with */
function refuseClashes(interview: string, meeting: Meeting, state: OpenedSchedule): void {
  const { [interview]: _itself, ...others } = standing(state);
  const clashes = clashesOf(meeting, state.plan.value, others);
  if (clashes.length === 0) return;
  const errors = [...new Set(clashes.map(({ kind }) => clashErrors[kind]))];
  throw new Rejected('interview-clash', { clashes, errors });
}

function warningsOf(
  appointment: Appointment,
  group: string,
  { availability }: Schedule,
  elsewhere: readonly Who[],
): readonly Warning[] {
  return [
    ...elsewhere.map((who) => ({ kind: 'elsewhere', who }) as const),
    ...unavailableFor(appointment, group, availability),
  ];
}
