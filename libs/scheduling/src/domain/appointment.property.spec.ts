import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clashesOf, unavailableFor, type Clash, type Meeting } from './appointment.js';
import type { Plan } from './plan.js';
import { planOf } from './schedule.fixtures.js';

/*
 * The rules held against an oracle that counts minutes: who is where in every single one of them, and what a clock of
 * the zone shows then, by `Intl` and not by Temporal.
 */

/** Around the days of the plan, over a change of summer time. */
const first = Date.parse('2017-10-28T04:00:00Z');
const quarters = (48 * 60) / 15;

const zone = fc.constantFrom('Europe/Oslo', 'America/New_York', 'Asia/Kathmandu');
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const hours = fc
  .tuple(clock, clock)
  .filter(([one, other]) => one !== other)
  .map((both) => both.sort())
  .map(([from, to]) => ({ from, to }));
const title = { nb: 'Navn' };

const plan: fc.Arbitrary<Plan> = fc
  .record({
    timeZone: zone,
    hours: fc.array(hours, { minLength: 3, maxLength: 3 }),
    everyDay: hours,
    oneDay: hours,
    minutes: fc.constantFrom(5, 15, 20, 60),
    directors: fc.constantFrom(1, 3),
  })
  .map(({ timeZone, hours, everyDay, oneDay, minutes, directors }) =>
    planOf({
      timeZone,
      days: hours.map((each, index) => ({ date: `2017-10-${28 + index}`, ...each })),
      travel: [{ between: ['school', 'town-hall'], minutes }],
      breaks: [
        { id: 'lunch', title, ...everyDay },
        { id: 'tea', title, date: '2017-10-29', ...oneDay },
      ],
      groups: planOf().groups.map((group) =>
        group.key === 'directors' ? { ...group, people: directors } : group,
      ),
    }),
  );

const appointment: fc.Arbitrary<Meeting> = fc
  .record({
    from: fc.integer({ min: 0, max: quarters }),
    length: fc.integer({ min: 1, max: 12 }),
    room: fc.constantFrom('room-1', 'room-2', 'room-3'),
    assessors: fc.subarray(['lead', 'assessor'], { minLength: 1 }),
    invitees: fc.subarray(['kari', 'ola']),
    group: fc.constantFrom('mayor', 'directors'),
  })
  .map(({ from, length, ...who }) => ({ start: quarter(from), end: quarter(from + length), ...who }));

const others = fc.array(appointment, { maxLength: 4 });

function quarter(count: number): string {
  return new Date(first + count * 15 * 60_000).toISOString();
}

/** Every minute of it, as milliseconds since 1970. */
function minutesOf({ start, end }: Pick<Meeting, 'start' | 'end'>): readonly number[] {
  const minutes = [];
  for (let at = Date.parse(start); at < Date.parse(end); at += 60_000) minutes.push(at);
  return minutes;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock shows: `2017-10-29 02:30`. */
function shown(minute: number, timeZone: string): string {
  if (!clocks.has(timeZone))
    clocks.set(timeZone, new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }));
  return clocks.get(timeZone)!.format(minute);
}

/** The clashes as one text each, by looking at every minute. */
function oracle(wanted: Meeting, plan: Plan, others: readonly Meeting[]): string[] {
  const minutes = minutesOf(wanted);
  const found: string[] = [];
  const during = (date: string, { from, to }: { readonly from: string; readonly to: string }) =>
    minutes.filter((minute) => {
      const clock = shown(minute, plan.timeZone);
      return clock >= `${date} ${from}` && clock < `${date} ${to}`;
    }).length;
  if (!plan.days.some((day) => during(day.date, day) === minutes.length))
    found.push(`day ${shown(minutes[0]!, plan.timeZone).slice(0, 10)}`);
  for (const { id, date, ...times } of plan.breaks)
    for (const day of plan.days)
      if ((date === undefined || date === day.date) && during(day.date, times) > 0) found.push(`break ${id}`);
  for (const [index, other] of others.entries()) {
    const theirs = new Set(minutesOf(other));
    const both = minutes.some((minute) => theirs.has(minute));
    const share = (kind: 'assessor' | 'invitee') =>
      wanted[`${kind}s`].filter((id) => other[`${kind}s`].includes(id)).map((id) => `${kind}:${id}`);
    if (both && wanted.room === other.room) found.push(`room room:${wanted.room} ${index}`);
    const { people: many } = plan.groups.find(({ key }) => key === wanted.group)!;
    const same = many === 1 && wanted.group === other.group ? [`group:${wanted.group}`] : [];
    const people = [...share('assessor'), ...share('invitee'), ...same];
    if (both) found.push(...people.map((who) => `${who.split(':')[0]!} ${who} ${index}`));
    else if ((wanted.room === 'room-3') !== (other.room === 'room-3')) {
      const reach = plan.travel[0]!.minutes * 60_000;
      const near = minutes.some((minute) =>
        [...theirs].some((their) => Math.abs(minute - their) - 60_000 < reach),
      );
      if (near) found.push(...people.map((who) => `travel ${who} ${index}`));
    }
  }
  return found.sort();
}

function told(clash: Clash): string {
  return [clash.kind, ...('who' in clash ? [clash.who] : []), clash.with].join(' ');
}

/** The hour that comes twice, or never, is read off a clock in two ways: no plan begins, ends or pauses in it. */
function isPlain({ days, breaks }: Plan): boolean {
  return [...days, ...breaks].every(({ from, to }) => from > '03:00' && to > '03:00');
}

const byIndex = (appointments: readonly Meeting[]) => Object.fromEntries(appointments.entries());

describe('the clashes of an appointment', () => {
  it('are those that show in some minute of it', () => {
    fc.assert(
      fc.property(plan.filter(isPlain), appointment, others, (plan, wanted, others) => {
        expect([...clashesOf(wanted, plan, byIndex(others))].map(told).sort()).toEqual(
          oracle(wanted, plan, others),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are mutual', () => {
    fc.assert(
      fc.property(plan, appointment, appointment, (plan, one, other) => {
        const between = (wanted: Meeting, theirs: Meeting) =>
          clashesOf(wanted, plan, { theirs }).filter(({ kind }) => kind !== 'day' && kind !== 'break');
        expect(between(one, other).map(told).sort()).toEqual(between(other, one).map(told).sort());
      }),
    );
  });

  it('come with every other by itself: no two hide a third', () => {
    fc.assert(
      fc.property(plan, appointment, others, (plan, wanted, others) => {
        const alone = (theirs: Readonly<Record<string, Meeting>>) =>
          clashesOf(wanted, plan, theirs).filter(({ kind }) => kind !== 'day' && kind !== 'break');
        const one = Object.entries(byIndex(others)).flatMap(([id, other]) => alone({ [id]: other }));
        expect(alone(byIndex(others))).toEqual(one);
      }),
    );
  });
});

describe('the times that people gave', () => {
  const window = fc
    .record({ from: fc.integer({ min: 0, max: quarters }), length: fc.integer({ min: 1, max: 20 }) })
    .map(({ from, length }) => ({ start: quarter(from), end: quarter(from + length) }));
  const availability = fc.dictionary(
    fc.constantFrom('group:mayor', 'assessor:lead', 'invitee:kari', 'room:room-1'),
    fc.array(window, { maxLength: 4 }).map((value) => ({ value })),
  );

  it('are left where some minute of an appointment is in none of them', () => {
    fc.assert(
      fc.property(appointment, availability, (wanted, given) => {
        const concerned = [
          'group:mayor',
          ...wanted.assessors.map((id) => `assessor:${id}`),
          ...wanted.invitees.map((id) => `invitee:${id}`),
          `room:${wanted.room}`,
        ];
        const left = concerned.filter((who) => {
          if (!Object.hasOwn(given, who)) return false;
          const free = new Set(given[who]!.value.flatMap(minutesOf));
          return minutesOf(wanted).some((minute) => !free.has(minute));
        });
        expect(unavailableFor(wanted, 'mayor', given).map(({ who }) => who)).toEqual(left);
      }),
    );
  });
});
