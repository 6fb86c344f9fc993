import { describe, expect, it } from '@jest/globals';
import { planOf } from './schedule.fixtures.js';
import { dateOf, joined, timesOf } from './time.js';

function hoursOf(date: string, timeZone = 'Europe/Oslo', [from, to] = ['00:30', '04:00']) {
  const { days } = timesOf(planOf({ timeZone, days: [{ date, from: from, to: to }], breaks: [] }));
  return days.map(({ start, end }) => [new Date(start).toISOString(), new Date(end).toISOString()])[0];
}

describe('the hours of a day', () => {
  it('are those of the clocks of its zone', () => {
    expect(hoursOf('2017-09-05')).toEqual(['2017-09-04T22:30:00.000Z', '2017-09-05T02:00:00.000Z']);
    expect(hoursOf('2017-01-05')).toEqual(['2017-01-04T23:30:00.000Z', '2017-01-05T03:00:00.000Z']);
    expect(hoursOf('2017-09-05', 'Asia/Kathmandu')).toEqual([
      '2017-09-04T18:45:00.000Z',
      '2017-09-04T22:15:00.000Z',
    ]);
  });

  it('are fewer when summer time begins, and more when it ends', () => {
    expect(hoursOf('2017-03-26')).toEqual(['2017-03-25T23:30:00.000Z', '2017-03-26T02:00:00.000Z']);
    expect(hoursOf('2017-10-29')).toEqual(['2017-10-28T22:30:00.000Z', '2017-10-29T03:00:00.000Z']);
  });

  it('begin an hour later where the clocks skip it, and the first time where it comes twice', () => {
    expect(hoursOf('2017-03-26', 'Europe/Oslo', ['02:30', '04:00'])![0]).toBe('2017-03-26T01:30:00.000Z');
    expect(hoursOf('2017-10-29', 'Europe/Oslo', ['02:30', '04:00'])![0]).toBe('2017-10-29T00:30:00.000Z');
  });
});

it('a break without a day is on every day, one with a day on that', () => {
  const lunch = { id: 'lunch', title: { nb: 'Lunsj' }, from: '11:30', to: '12:15' };
  const { breaks } = timesOf(planOf({ breaks: [lunch, { ...lunch, id: 'late', date: '2017-09-06' }] }));
  expect(breaks.map(({ id, start }) => [id, new Date(start).toISOString()])).toEqual([
    ['lunch', '2017-09-05T09:30:00.000Z'],
    ['lunch', '2017-09-06T09:30:00.000Z'],
    ['lunch', '2017-09-07T09:30:00.000Z'],
    ['late', '2017-09-06T09:30:00.000Z'],
  ]);
});

it('the day of a moment is that of the clocks there', () => {
  expect(dateOf('2017-09-05T22:30:00.000Z', 'Europe/Oslo')).toBe('2017-09-06');
  expect(dateOf('2017-09-05T22:30:00.000Z', 'America/New_York')).toBe('2017-09-05');
});

it('windows that touch or overlap are one', () => {
  const at = (hour: number) => `2017-09-05T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const windows = [
    [12, 13],
    [8, 9],
    [9, 11],
    [10, 10.5],
    [13, 14],
  ].map(([start, end]) => ({ start: at(Math.floor(start!)), end: at(Math.ceil(end!)) }));
  expect(
    joined(windows).map(({ start, end }) => [new Date(start).getUTCHours(), new Date(end).getUTCHours()]),
  ).toEqual([
    [8, 11],
    [12, 14],
  ]);
});
