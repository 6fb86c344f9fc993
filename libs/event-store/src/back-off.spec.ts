import { describe, expect, it } from '@jest/globals';
import { backOff, pauseMs } from './back-off.js';

describe('waiting before another try', () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 35],
    [4_000, 35],
  ])('takes after failure %i half to all of %i ms', (failures, ms) => {
    const pauses = [0, 0.5, 1].map((chance) => pauseMs({ firstMs: 10, mostMs: 35 }, failures, chance));
    expect(pauses).toEqual([ms / 2, (ms * 3) / 4, ms]);
  });

  it('ends with the signal', async () => {
    await expect(backOff({ firstMs: 1e8, mostMs: 1e8 }, 1, AbortSignal.abort())).resolves.toBeUndefined();
  });
});
