import { Temporal } from '@js-temporal/polyfill';
import { ICalCalendar, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';

/** An appointment as a calendar shows it. */
export interface CalendarEntry {
  /** The same for ever, also when it is moved or cancelled. */
  readonly uid: string;
  /** Rises with every change of it. */
  readonly sequence: number;
  /** When it was changed last. This, and start and end, ISO 8601 in UTC. */
  readonly changedAt: string;
  readonly start: string;
  readonly end: string;
  /** IANA name of the zone whose clocks it goes by. */
  readonly timeZone: string;
  readonly cancelled: boolean;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
}

/** A calendar as RFC 5545 has it: times on the clocks of their zone, whose rules go with them. */
export function icalendarOf(name: string, entries: readonly CalendarEntry[]): string {
  const calendar = new ICalCalendar({
    name: printable(name),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Kompass', product: 'Kompass' },
    timezone: { name: null, generator: zoneRules },
  });
  for (const entry of entries) {
    const { uid: id, sequence, changedAt, cancelled } = entry;
    const summary = printable(entry.summary);
    calendar.createEvent({
      id,
      sequence,
      stamp: Temporal.Instant.from(changedAt),
      ...timesOf(entry),
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
      summary,
      description: printable(entry.description),
      location: printable(entry.location),
    });
  }
  return calendar.toString();
}

const zones = new Set(tzlib_get_timezones());

/** In UTC where nobody knows the rules of the zone. */
function timesOf({ start, end, timeZone }: CalendarEntry) {
  const [from, to] = [Temporal.Instant.from(start), Temporal.Instant.from(end)];
  if (!zones.has(timeZone)) return { start: from, end: to };
  return {
    timezone: timeZone,
    start: from.toZonedDateTimeISO(timeZone),
    end: to.toZonedDateTimeISO(timeZone),
  };
}

/** The library knows `Europe/Oslo` as another name of `Europe/Berlin`: the rules are given under the name asked for. */
function zoneRules(timeZone: string): string {
  const [rules = ''] = tzlib_get_ical_block(timeZone);
  return rules.replace(/^(TZID|X-LIC-LOCATION):.*$/gm, `$1:${timeZone}`);
}

/** What RFC 5545 lets stand in a text: of the control characters only tabs and line ends. */
function printable(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Control}/gu, ' ');
}
