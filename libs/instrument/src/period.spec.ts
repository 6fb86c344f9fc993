import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { covers, groupOn, overlap } from './period.js';

const until2017 = { to: '2017-12-31' };
const from2018 = { from: '2018-01-01' };

describe('a period', () => {
  it.each([
    ['2017-12-31', true, false],
    ['2018-01-01', false, true],
    ['2017-09', true, false],
    ['2017', true, false],
    ['2018', false, true],
  ])('covers its first and last day: %s', (date, earlier, later) => {
    expect([covers(until2017, date), covers(from2018, date), covers({}, date)]).toEqual([
      earlier,
      later,
      true,
    ]);
  });

  it('overlaps another where a day is in both', () => {
    const day = fc.integer({ min: 1, max: 9 }).map((n) => `2017-01-0${n}`);
    const period = fc.record({ from: day, to: day }, { requiredKeys: [] }).filter((p) => !(p.from! > p.to!));
    const days = Array.from({ length: 9 }, (_, n) => `2017-01-0${n + 1}`);
    fc.assert(
      fc.property(period, period, (one, other) => {
        const common = days.some((date) => covers(one, date) && covers(other, date));
        expect(overlap(one, other)).toBe(common);
      }),
    );
  });
});

describe('the group of a municipality', () => {
  it('is that of its kind on the date', () => {
    const groups = [
      { kind: 'kostra', key: '11', ...until2017 },
      { kind: 'population', key: '<5000', ...until2017 },
      { kind: 'population', key: '5000-9999', ...from2018 },
    ];
    expect(groupOn(groups, 'population', '2017-09')).toBe('<5000');
    expect(groupOn(groups, 'population', '2018')).toBe('5000-9999');
    expect(groupOn(groups, 'kostra', '2018')).toBeUndefined();
  });
});
