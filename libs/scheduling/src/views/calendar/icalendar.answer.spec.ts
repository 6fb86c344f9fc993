import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { icalendarOf, type CalendarEntry } from './icalendar.answer.js';

function entry(over: Partial<CalendarEntry> = {}): CalendarEntry {
  return {
    uid: 'interview-01@roros-2017.kompass',
    sequence: 7,
    changedAt: '2017-08-21T08:00:00.000Z',
    start: '2017-09-05T06:30:00.000Z',
    end: '2017-09-05T07:45:00.000Z',
    timeZone: 'Europe/Oslo',
    cancelled: false,
    summary: 'Rådmann: styring og utvikling',
    description: 'Rådmann · 3, 4, 5, 7',
    location: 'Møterom 1, Rådhuset',
    ...over,
  };
}

/** A calendar as another program reads it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const zones = calendar.getAllSubcomponents('vtimezone').map((each) => each.getFirstPropertyValue('tzid'));
  const instant = (time: ICAL.Time) => new Date(time.toUnixTime() * 1000).toISOString();
  const events = calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each);
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      description: event.description,
      location: event.location,
      status: each.getFirstPropertyValue('status'),
      stamp: instant(each.getFirstPropertyValue('dtstamp') as ICAL.Time),
      zone: each.getFirstProperty('dtstart')!.getParameter('tzid'),
      clock: event.startDate.toString(),
      start: instant(event.startDate),
      end: instant(event.endDate),
    };
  });
  return { name: calendar.getFirstPropertyValue('x-wr-calname'), zones, events };
}

const readOne = (over: Partial<CalendarEntry> = {}) =>
  read(icalendarOf('Røros 2017', [entry(over)])).events[0]!;

describe('a calendar read by another program', () => {
  it('has every appointment with its identity, place and time on the clocks of its zone', () => {
    const { name, zones, events } = read(icalendarOf('Røros 2017', [entry()]));
    expect([name, zones]).toEqual(['Røros 2017', ['Europe/Oslo']]);
    const { changedAt, timeZone, cancelled: _cancelled, ...same } = entry();
    expect(events).toEqual([
      { ...same, status: 'CONFIRMED', stamp: changedAt, zone: timeZone, clock: '2017-09-05T08:30:00' },
    ]);
  });

  it('keeps what was cancelled, as cancelled', () => {
    expect(readOne({ cancelled: true, sequence: 9 })).toMatchObject({ status: 'CANCELLED', sequence: 9 });
  });

  it('is one also without appointments', () => {
    expect(read(icalendarOf('Ingen', []))).toEqual({ name: 'Ingen', zones: [], events: [] });
  });

  it('has the rules of each of its zones, and UTC where they are unknown', () => {
    const zoned = (timeZone: string) => entry({ timeZone, uid: timeZone });
    const { zones, events } = read(
      icalendarOf('Her og der', [zoned('Europe/Oslo'), zoned('America/New_York'), zoned('Etc/Unknown')]),
    );
    expect(zones.toSorted()).toEqual(['America/New_York', 'Europe/Oslo']);
    for (const { start, end } of events) expect([start, end]).toEqual([entry().start, entry().end]);
    expect(events.map(({ clock }) => clock)).toEqual([
      '2017-09-05T08:30:00',
      '2017-09-05T02:30:00',
      '2017-09-05T06:30:00Z',
    ]);
  });
});

describe('over the changes of summer time', () => {
  it.each([
    ['before it begins', '2017-03-26T00:30:00.000Z', '2017-03-26T01:30:00'],
    ['as it begins', '2017-03-26T01:00:00.000Z', '2017-03-26T03:00:00'],
    ['the morning after', '2017-03-27T06:30:00.000Z', '2017-03-27T08:30:00'],
    ['the morning before it ends', '2017-10-28T06:30:00.000Z', '2017-10-28T08:30:00'],
    ['once it has ended', '2017-10-29T02:00:00.000Z', '2017-10-29T03:00:00'],
    ['the morning after it has ended', '2017-10-30T07:30:00.000Z', '2017-10-30T08:30:00'],
  ])('an interview is when it is: %s', (_, start, clock) => {
    const end = new Date(Date.parse(start) + 75 * 60_000).toISOString();
    expect(readOne({ start, end })).toMatchObject({ start, end, clock });
  });

  it('one that lasts over a change is as long as it is', () => {
    const [start, end] = ['2017-10-28T22:00:00.000Z', '2017-10-29T07:00:00.000Z'];
    expect(readOne({ start, end })).toMatchObject({ start, end, clock: '2017-10-29T00:00:00' });
  });

  it('every hour of two years is read back as it was', () => {
    const hours = fc.integer({ min: 0, max: 2 * 365 * 24 }).filter((hour) => !comesTwice(at(hour)));
    fc.assert(
      fc.property(hours, (hour) => {
        expect(readOne({ start: at(hour), end: at(hour + 9) }).start).toBe(at(hour));
      }),
    );
  });

  function at(hour: number): string {
    return new Date(Date.UTC(2017, 0, 1, hour)).toISOString();
  }

  /** The last hour of summer time and the hour after it: a clock shows both alike, RFC 5545 means the first. */
  function comesTwice(instant: string): boolean {
    return /-10-(29T01|28T01)/.test(instant);
  }
});

describe('texts that are not harmless', () => {
  it.each([
    ['lines and what divides', 'En, to; tre\nBEGIN:VEVENT\nfire\\n fem: "seks"'],
    ['long and not ASCII', `${'ø'.repeat(200)} ${'👩‍⚖️'.repeat(40)} ${'x'.repeat(200)}`],
    ['the end of a calendar', 'END:VEVENT\nEND:VCALENDAR\nBEGIN:VALARM'],
    ['backslashes', String.raw`\\ \; \, \N \n`],
  ])('are read as they were written: %s', (_, text) => {
    const { summary, description, location } = readOne({
      summary: text,
      description: text,
      location: text,
    });
    expect([summary, description, location]).toEqual([text, text, text]);
  });

  it('whatever they are, and no line is longer than 75 octets', () => {
    const texts = fc
      .string({ unit: 'grapheme', maxLength: 300 })
      .map((text) => text.replace(/\p{Control}/gu, ''));
    fc.assert(
      fc.property(
        texts,
        fc.string({ unit: fc.constantFrom(',', ';', '\\', '\n', 'n', 'å', ':') }),
        (one, two) => {
          const text = icalendarOf('Alt', [entry({ summary: one + two })]);
          for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(read(text).events[0]!.summary).toBe(one + two);
        },
      ),
    );
  });

  it('lose control characters, which no calendar may hold', () => {
    expect(readOne({ summary: 'en\u0007to\u000btre\tfire' }).summary).toBe('en to tre\tfire');
  });
});
