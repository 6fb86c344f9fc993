import { expect, it } from '@jest/globals';
import { coverageOf } from './coverage.js';

it('shows the greatest gaps first, and among those as great where the fewest are planned', () => {
  const interviews = [
    { id: 'held', areas: ['1', '2'], status: 'held' },
    { id: 'too', areas: ['1'], status: 'held' },
    { id: 'booked', areas: ['2', '4'], status: 'booked' },
    { id: 'cancelled', areas: ['1', '2', '3', '4'], status: 'cancelled' },
  ] as const;
  expect(coverageOf(['1', '2', '3', '4'], 2, interviews)).toEqual([
    { id: '3', wanted: 2, planned: 0, held: 0, gap: 2, interviews: [] },
    { id: '4', wanted: 2, planned: 1, held: 0, gap: 2, interviews: ['booked'] },
    { id: '2', wanted: 2, planned: 2, held: 1, gap: 1, interviews: ['held', 'booked'] },
    { id: '1', wanted: 2, planned: 2, held: 2, gap: 0, interviews: ['held', 'too'] },
  ]);
});
