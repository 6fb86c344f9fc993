import { Temporal } from '@js-temporal/polyfill';
import type { Plan } from './plan.js';

/** From `start` on, and no longer at `end`; both ISO 8601 in UTC with milliseconds. */
export interface Window {
  readonly start: string;
  readonly end: string;
}

/** The same in milliseconds since 1970. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

export function intervalOf({ start, end }: Window): Interval {
  return { start: Date.parse(start), end: Date.parse(end) };
}

/** Half-open: what ends as the other begins does not overlap it. */
export function overlap(one: Interval, other: Interval): boolean {
  return one.start < other.end && other.start < one.end;
}

export function within({ start, end }: Interval, outer: Interval): boolean {
  return outer.start <= start && start < end && end <= outer.end;
}

/** Minutes between two intervals that do not overlap. */
export function minutesBetween(one: Interval, other: Interval): number {
  return (Math.max(one.start, other.start) - Math.min(one.end, other.end)) / 60_000;
}

/** Windows as few as they can be: those that touch or overlap are one. */
export function joined(windows: readonly Window[]): readonly Interval[] {
  const sorted = windows.map(intervalOf).sort((one, other) => one.start - other.start);
  return sorted.reduce<Interval[]>((before, next) => {
    const last = before.at(-1);
    if (!last || next.start > last.end) return [...before, next];
    return [...before.slice(0, -1), { start: last.start, end: Math.max(last.end, next.end) }];
  }, []);
}

/** The day on the clocks of a zone: `2017-09-05`. */
export function dateOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** When there are interviews, and when not. */
export interface PlanTimes {
  readonly days: readonly Interval[];
  readonly breaks: readonly (Interval & { readonly id: string })[];
}

const times = new WeakMap<Plan, PlanTimes>();

/** The times of a plan, worked out once for each; a break that names no day is on every day. */
export function timesOf(plan: Plan): PlanTimes {
  let found = times.get(plan);
  if (!found) times.set(plan, (found = workedOut(plan)));
  return found;
}

function workedOut({ days, breaks, timeZone }: Plan): PlanTimes {
  return {
    days: days.map(({ date, from, to }) => onDay(date, { from, to }, timeZone)),
    breaks: breaks.flatMap(({ id, date, from, to }) => {
      const dates = date === undefined ? days.map((day) => day.date) : [date];
      return dates.map((each) => ({ id, ...onDay(each, { from, to }, timeZone) }));
    }),
  };
}

function onDay(
  date: string,
  { from, to }: { readonly from: string; readonly to: string },
  timeZone: string,
): Interval {
  return { start: instantOf(date, from, timeZone), end: instantOf(date, to, timeZone) };
}

/**
 * When the clocks of a zone show this. Where summer time skips it, as much later as the clocks are put forward;
 * where it comes twice, the first (Temporal's `compatible`, RFC 5545's rule as well).
 */
function instantOf(date: string, time: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds;
}
