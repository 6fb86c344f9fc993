import { describe, expect, it } from '@jest/globals';
import { fold } from './fold.js';
import { cleared, counted, inStream, moved, noted, tallies } from './tally.fixtures.js';

const slots = (rows: { slot: string; count: number }[]) => rows.map(({ slot, count }) => [slot, count]);

describe('fold', () => {
  it('gives one final row a key', () => {
    const rows = fold(tallies, 'tally-a', inStream(counted('x', 2), counted('y'), counted('x', 3)));
    expect(rows).toEqual([
      {
        tally_id: 'a',
        slot: 'x',
        count: 5,
        at: '2017-09-01T08:00:02.000Z',
        by_actor: { somebody: 5 },
        events: 2,
      },
      {
        tally_id: 'a',
        slot: 'y',
        count: 1,
        at: '2017-09-01T08:00:01.000Z',
        by_actor: { somebody: 1 },
        events: 1,
      },
    ]);
  });

  it('lets an event touch several rows, and remove them', () => {
    expect(slots(fold(tallies, 'tally-a', inStream(counted('x', 2), moved('x', 'y'))))).toEqual([['y', 0]]);
    expect(fold(tallies, 'tally-a', inStream(counted('x'), counted('y'), cleared('x', 'y')))).toEqual([]);
  });

  it('starts a removed row anew', () => {
    expect(slots(fold(tallies, 'tally-a', inStream(counted('x', 7), cleared('x'), counted('x'))))).toEqual([
      ['x', 1],
    ]);
  });

  it('goes on from given rows, of other streams too', () => {
    const before = fold(tallies, 'tally-a', inStream(counted('x', 2)));
    const after = fold(tallies, 'tally-b', inStream(counted('x', 3), noted), before);
    expect(after.map(({ tally_id, count }) => [tally_id, count])).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
    expect(slots(fold(tallies, 'tally-a', inStream(counted('x', 5)), before))).toEqual([['x', 7]]);
  });

  it('refuses a row of another key, which would overwrite somebody else', () => {
    const astray = { ...tallies, project: () => ({ tally_id: 'b', slot: 'x' }) as never };
    expect(() => fold(astray, 'tally-a', inStream(counted('x')))).toThrow(
      'tallies answered Counted with the row of another key',
    );
  });

  it('refuses a stream that the projection has no catalog for', () => {
    expect(() => fold(tallies, 'other-a', inStream(counted('x')))).toThrow('stream other-a has no catalog');
  });
});
