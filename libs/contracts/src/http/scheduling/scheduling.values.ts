import { z } from 'zod';
import { rule } from '../rules.js';
import { moment, names, partId, revision, shownText, slug } from '../values.js';

export const tag = 'Interviews';

/** Name of a zone in the IANA database. */
const timeZone = z
  .string()
  .max(64)
  .refine((name) => Intl.supportedValuesOf('timeZone').includes(name), rule('time-zone-unknown'))
  .meta({ examples: ['Europe/Oslo'] });

/** What clocks there show. */
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, rule('time-unreadable'))
  .meta({ examples: ['08:30'] });

/** A moment in a year that calendars have, read as UTC. */
export const instant = moment
  .refine((text) => /^(19|2\d)\d\d/.test(text), rule('time-unreadable'))
  .transform((text) => new Date(text).toISOString())
  .meta({ format: 'date-time' });

const day = z.iso
  .date(rule('date-unreadable'))
  .refine((date) => /^(19|2\d)\d\d/.test(date), rule('date-unreadable'));

/** Half-open: from `start` on, and no longer at `end`. */
export function ends<S extends z.ZodType<{ readonly start: string; readonly end: string }>>(schema: S) {
  return schema.refine(({ start, end }) => start < end, {
    ...rule('period-ends-before-it-begins'),
    path: ['end'],
  });
}

export const windows = z.array(ends(z.strictObject({ start: instant, end: instant }))).max(100);

/** The same as they are shown. */
export const shownWindows = z.array(z.strictObject({ start: moment, end: moment }));

/** Each once. */
export function distinct<S extends z.ZodType>(schema: S, max: number) {
  return z
    .array(schema)
    .max(max)
    .refine((all) => new Set(all).size === all.length, rule('unique'));
}

/** Who or what has a time of its own. */
export const who = z
  .string()
  .regex(/^(assessor|invitee|room|group):[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, rule('wrong-format'))
  .meta({
    id: 'Who',
    description: 'An assessor, an invited person, a room or a group of the plan.',
    examples: ['group:mayor', 'assessor:lead', 'room:room-1'],
  });

export const plan = z
  .strictObject({
    /** The hours of the plan are what its clocks show. */
    timeZone,
    days: z.array(z.strictObject({ date: day, from: clockTime, to: clockTime })).max(40),
    places: z.array(z.strictObject({ id: partId, title: names })).max(20),
    rooms: z.array(z.strictObject({ id: partId, title: names, place: partId })).max(50),
    /** Minutes between two places, there and back; none where a pair is not named. */
    travel: z
      .array(z.strictObject({ between: z.tuple([partId, partId]), minutes: z.int().min(1).max(1_440) }))
      .max(200),
    /** Nobody is interviewed: on one day, or on every day. */
    breaks: z
      .array(
        z.strictObject({ id: partId, title: names, date: day.optional(), from: clockTime, to: clockTime }),
      )
      .max(20),
    /** Whom to interview. */
    groups: z
      .array(
        z.strictObject({
          key: partId,
          title: names,
          /** Of the instrument: what an interview with them covers, unless it says otherwise. */
          areas: distinct(partId, 50).min(1),
          people: z.int().min(1).max(500),
          minutes: z.int().min(5).max(1_440),
        }),
      )
      .max(50),
  })
  .meta({ id: 'InterviewPlan' });

/** Where a value was set: what `basedOn` refers to, when, and by whom. */
export const set = { revision, at: moment, by: z.string() };

/** Odd, and changes nothing: taken by another evaluation at that time, outside the times they gave. */
const warning = z.strictObject({ kind: z.enum(['elsewhere', 'unavailable']), who });

/** When, where, with whom. */
export const booking = {
  start: instant,
  end: instant,
  /** Of the plan. */
  room: partId,
  /** Accounts. */
  assessors: distinct(slug, 20).min(1),
  /** Ids of people who are invited by name. */
  invitees: distinct(slug, 100),
};

export const participants = z.int().min(1).max(500);

/** What stands in the slot of an interview. */
const interviewValue = {
  status: z.enum(['booked', 'held', 'cancelled']),
  group: partId,
  areas: z.array(partId),
  title: shownText.nullable(),
  participants,
  start: moment,
  end: moment,
  room: partId,
  assessors: z.array(slug),
  /** Without a name where what was known of them is erased. */
  invitees: z.array(z.strictObject({ id: slug, name: z.string().nullable() })),
  /** Of the booking or the last move. */
  warnings: z.array(warning),
  /** Why it was moved last, or cancelled. */
  reason: shownText.nullable(),
  heldAt: moment.nullable(),
};

export const interview = z.strictObject({ id: slug, ...interviewValue, ...set }).meta({ id: 'Interview' });

export type Interview = z.infer<typeof interview>;
