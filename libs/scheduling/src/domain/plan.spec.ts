import { describe, expect, it } from '@jest/globals';
import { planErrors } from './plan.js';
import { instrument, planOf } from './schedule.fixtures.js';

const areas = instrument.areas.map(({ id }) => id);
const title = { nb: 'Navn' };
const [group] = planOf().groups;

describe('a plan', () => {
  it('holds together', () => {
    expect(planErrors(planOf(), areas)).toEqual([]);
    expect(
      planErrors(planOf({ days: [], places: [], rooms: [], travel: [], breaks: [], groups: [] }), areas),
    ).toEqual([]);
  });

  it.each([
    ['days.1.date', 'unique', { days: Array(2).fill({ date: '2017-09-05', from: '08:00', to: '09:00' }) }],
    [
      'days.0.to',
      'period-ends-before-it-begins',
      { days: [{ date: '2017-09-05', from: '08:00', to: '08:00' }] },
    ],
    ['places.2.id', 'unique', { places: [...planOf().places, { id: 'school', title }] }],
    ['rooms.3.id', 'unique', { rooms: [...planOf().rooms, { id: 'room-1', title, place: 'school' }] }],
    ['rooms.0.place', 'unknown-place', { rooms: [{ id: 'room-1', title, place: 'moon' }] }],
    [
      'travel.1.between',
      'unique',
      {
        travel: [...planOf().travel, { between: ['school', 'town-hall'] as const, minutes: 30 }],
      },
    ],
    [
      'travel.0.between',
      'unknown-place',
      { travel: [{ between: ['school', 'moon'] as const, minutes: 30 }] },
    ],
    ['travel.0.between', 'two-places', { travel: [{ between: ['school', 'school'] as const, minutes: 30 }] }],
    ['breaks.1.id', 'unique', { breaks: [...planOf().breaks, ...planOf().breaks] }],
    [
      'breaks.0.date',
      'unknown-day',
      { breaks: [{ id: 'tea', title, date: '2017-09-08', from: '08:00', to: '09:00' }] },
    ],
    [
      'breaks.0.to',
      'period-ends-before-it-begins',
      { breaks: [{ id: 'tea', title, from: '12:00', to: '11:00' }] },
    ],
    ['groups.1.key', 'unique', { groups: [group!, group!] }],
    ['groups.0.areas', 'unknown-area', { groups: [{ ...group!, areas: ['1', '99'] }] }],
  ])('does not: %s %s', (field, rule, over) => {
    expect(planErrors(planOf(over), areas)).toEqual([{ field, rule }]);
  });
});
