import { own } from '@kompass/kernel';
import type { Plan } from './plan.js';
import { dateOf, intervalOf, joined, minutesBetween, overlap, timesOf, within, type Window } from './time.js';

/** When and where somebody is interviewed, and by whom. */
export interface Appointment extends Window {
  /** Id of a room of the plan. */
  readonly room: string;
  /** Accounts. */
  readonly assessors: readonly string[];
  /** Ids of the people invited by name; a group may be interviewed without any. */
  readonly invitees: readonly string[];
}

/** An appointment with people of a group of the plan. */
export interface Meeting extends Appointment {
  readonly group: string;
}

/** What has a time of its own: `assessor:lead`, `invitee:…`, `room:room-1`, `group:mayor`. */
export type Who = string;

/**
 * Why an appointment cannot be: somebody, a group that is one person or a room is taken by another interview (`with`),
 * nobody is interviewed in a break, there is no time to come from the other interview's place, the plan has no such hours on that day.
 */
export type Clash =
  | {
      readonly kind: 'assessor' | 'invitee' | 'group' | 'room' | 'travel';
      readonly who: Who;
      readonly with: string;
    }
  | { readonly kind: 'break' | 'day'; readonly with: string };

/** What is odd about an appointment, and changes nothing: taken by another evaluation, outside the times they gave. */
export interface Warning {
  readonly kind: 'elsewhere' | 'unavailable';
  readonly who: Who;
}

/** Everything an appointment clashes with, in a plan with other appointments by the id of their interview. */
export function clashesOf(
  wanted: Meeting,
  plan: Plan,
  others: Readonly<Record<string, Meeting>>,
): readonly Clash[] {
  return [
    ...clashesWithPlan(wanted, plan),
    ...Object.entries(others).flatMap(([id, other]) => clashesWith(wanted, other, id, plan)),
  ];
}

function clashesWithPlan(wanted: Appointment, plan: Plan): Clash[] {
  const interval = intervalOf(wanted);
  const { days, breaks } = timesOf(plan);
  const clashes: Clash[] = breaks
    .filter((each) => overlap(interval, each))
    .map(({ id }) => ({ kind: 'break', with: id }));
  if (days.some((day) => within(interval, day))) return clashes;
  return [{ kind: 'day', with: dateOf(wanted.start, plan.timeZone) }, ...clashes];
}

function clashesWith(wanted: Meeting, other: Meeting, id: string, plan: Plan): Clash[] {
  const [ours, theirs] = [intervalOf(wanted), intervalOf(other)];
  if (overlap(ours, theirs)) {
    return [
      ...taken('room', [wanted.room], [other.room], id),
      ...taken('assessor', wanted.assessors, other.assessors, id),
      ...taken('invitee', wanted.invitees, other.invitees, id),
      ...taken('group', onePersonOf(wanted, plan), onePersonOf(other, plan), id),
    ];
  }
  if (minutesBetween(ours, theirs) >= minutesOfTravel(plan, wanted.room, other.room)) return [];
  const others = everybodyOf(other, plan);
  return everybodyOf(wanted, plan)
    .filter((who) => others.includes(who))
    .map((who) => ({ kind: 'travel', who, with: id }));
}

function taken(
  kind: 'assessor' | 'invitee' | 'group' | 'room',
  ours: readonly string[],
  theirs: readonly string[],
  id: string,
): Clash[] {
  return ours
    .filter((each) => theirs.includes(each))
    .map((each) => ({ kind, who: `${kind}:${each}`, with: id }));
}

/** Who of an appointment has given times that it does not lie within. */
export function unavailableFor(
  appointment: Appointment,
  group: string,
  availability: Readonly<Record<Who, { readonly value: readonly Window[] }>>,
): readonly Warning[] {
  const concerned = [`group:${group}`, ...peopleOf(appointment), `room:${appointment.room}`];
  return concerned.flatMap((who) => {
    const given = own(availability, who);
    const fits = !given || joined(given.value).some((free) => within(intervalOf(appointment), free));
    return fits ? [] : [{ kind: 'unavailable', who } as const];
  });
}

function peopleOf({ assessors, invitees }: Appointment): readonly Who[] {
  return [...assessors.map((id) => `assessor:${id}`), ...invitees.map((id) => `invitee:${id}`)];
}

/** The group where it is one person by the plan: of a larger one, others may come. */
function onePersonOf({ group }: Meeting, { groups }: Plan): readonly string[] {
  return groups.some(({ key, people }) => key === group && people === 1) ? [group] : [];
}

function everybodyOf(meeting: Meeting, plan: Plan): readonly Who[] {
  return [...peopleOf(meeting), ...onePersonOf(meeting, plan).map((key) => `group:${key}`)];
}

function minutesOfTravel({ rooms, travel }: Plan, one: string, other: string): number {
  const places = [one, other].map((room) => rooms.find(({ id }) => id === room)?.place ?? room);
  const [from, to] = places as [string, string];
  if (from === to) return 0;
  return travel.find(({ between }) => between.includes(from) && between.includes(to))?.minutes ?? 0;
}
