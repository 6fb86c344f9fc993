import type { Instrument } from '@kompass/instrument';
import type { Localised } from '@kompass/kernel';

/** A label of the plan in one or more languages: of a room, not of a person, and so not sealed. */
export type Label = Localised<string>;

/** A day of interviews: the hours on the clocks there, `HH:MM`. */
export interface PlanDay {
  /** `2017-09-05` */
  readonly date: string;
  readonly from: string;
  readonly to: string;
}

/** Where rooms are: between two places people travel. */
export interface Place {
  readonly id: string;
  readonly title: Label;
}

export interface Room {
  readonly id: string;
  readonly title: Label;
  /** Id of its place. */
  readonly place: string;
}

/** Minutes from one place to the other, and back. */
export interface Travel {
  readonly between: readonly [string, string];
  readonly minutes: number;
}

/** Lunch, say: nobody is interviewed, `HH:MM`. */
export interface Break {
  readonly id: string;
  readonly title: Label;
  /** Only on this day; on every day where absent. */
  readonly date?: string;
  readonly from: string;
  readonly to: string;
}

/** People who are interviewed as what they are: mayor, heads of unit. */
export interface Group {
  readonly key: string;
  readonly title: Label;
  /** Areas of the instrument that an interview with them covers, unless it says otherwise. */
  readonly areas: readonly string[];
  /** How many of them are expected … */
  readonly people: number;
  /** … and for how long. */
  readonly minutes: number;
}

/** What interviews of an evaluation have to fit into. */
export interface Plan {
  /** IANA name of the zone whose clocks the hours are read from. */
  readonly timeZone: string;
  readonly days: readonly PlanDay[];
  readonly places: readonly Place[];
  readonly rooms: readonly Room[];
  /** A pair that is not named takes no time. */
  readonly travel: readonly Travel[];
  readonly breaks: readonly Break[];
  readonly groups: readonly Group[];
}

/** What the instrument does not say of a group: one person, an hour and a quarter. */
const unsaid = { people: 1, minutes: 75 };

/** The plan an evaluation begins with: the groups of its instrument; days and rooms are for the lead to fill in. */
export function templateOf({ rules: { interviews } }: Instrument): Plan {
  return {
    timeZone: 'Europe/Oslo',
    days: [],
    places: [],
    rooms: [],
    travel: [],
    breaks: [],
    groups: interviews.groups.map(({ key, title, areas }) => ({ key, title, areas, ...unsaid })),
  };
}

/** In what a plan contradicts itself: the field, and the rule it breaks. */
export interface PlanError {
  readonly field: string;
  readonly rule:
    | 'unique'
    | 'unknown-area'
    | 'unknown-place'
    | 'unknown-day'
    | 'two-places'
    | 'period-ends-before-it-begins';
}

/** Every contradiction in a plan for an instrument with these areas. */
export function planErrors(plan: Plan, areas: readonly string[]): readonly PlanError[] {
  const { days, places, rooms, travel, breaks, groups } = plan;
  const isPlace = (id: string): boolean => places.some((place) => place.id === id);
  const isDay = (date: string): boolean => days.some((day) => day.date === date);
  return [
    ...repeated(
      'days',
      'date',
      days.map(({ date }) => date),
    ),
    ...backwards('days', days),
    ...repeated(
      'places',
      'id',
      places.map(({ id }) => id),
    ),
    ...repeated(
      'rooms',
      'id',
      rooms.map(({ id }) => id),
    ),
    ...broken('rooms', 'place', 'unknown-place', rooms, ({ place }) => isPlace(place)),
    ...repeated(
      'travel',
      'between',
      travel.map(({ between }) => [...between].sort().join()),
    ),
    ...broken('travel', 'between', 'unknown-place', travel, ({ between }) => between.every(isPlace)),
    ...broken('travel', 'between', 'two-places', travel, ({ between: [one, other] }) => one !== other),
    ...repeated(
      'breaks',
      'id',
      breaks.map(({ id }) => id),
    ),
    ...broken('breaks', 'date', 'unknown-day', breaks, ({ date }) => date === undefined || isDay(date)),
    ...backwards('breaks', breaks),
    ...repeated(
      'groups',
      'key',
      groups.map(({ key }) => key),
    ),
    ...broken('groups', 'areas', 'unknown-area', groups, (group) =>
      group.areas.every((id) => areas.includes(id)),
    ),
  ];
}

function broken<Part>(
  list: keyof Plan,
  name: string,
  rule: PlanError['rule'],
  parts: readonly Part[],
  holds: (part: Part) => boolean,
): PlanError[] {
  return parts.flatMap((part, index) => (holds(part) ? [] : [{ field: `${list}.${index}.${name}`, rule }]));
}

function repeated(list: keyof Plan, name: string, values: readonly string[]): PlanError[] {
  return broken(
    list,
    name,
    'unique',
    [...values.entries()],
    ([index, value]) => values.indexOf(value) === index,
  );
}

/** `HH:MM` sorts as it runs. */
function backwards(list: keyof Plan, parts: readonly { readonly from: string; readonly to: string }[]) {
  return broken(list, 'to', 'period-ends-before-it-begins', parts, ({ from, to }) => from < to);
}
