import { describe, expect, it } from '@jest/globals';
import { median, quantile, sideBySide, timedEach } from './statistics.js';

describe('a quantile', () => {
  it('is the value that so many of the samples do not exceed, in whatever order they come', () => {
    const samples = [5, 1, 4, 2, 3];
    expect([0, 0.2, 0.21, 0.5, 0.99, 1].map((q) => quantile(samples, q))).toEqual([1, 1, 2, 3, 5, 5]);
    expect(samples).toEqual([5, 1, 4, 2, 3]);
  });

  it('of one sample is that sample, of none there is none', () => {
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('side by side', () => {
  it('measures in turn, every other round in reverse, and leaves the first round out', async () => {
    const order: string[] = [];
    const side = (name: string) => () => Promise.resolve(order.push(name));
    const results = await sideBySide(2, side('ours'), side('beside'));
    expect(order).toEqual(['ours', 'beside', 'beside', 'ours', 'ours', 'beside']);
    expect(results).toEqual({ ours: [4, 5], beside: [3, 6] });
  });
});

describe('timed each', () => {
  it('has a time of every one, each begun when the one before has ended', async () => {
    const course: string[] = [];
    const samples = await timedEach(2, async (index) => {
      course.push(`begins ${index}`);
      await Promise.resolve();
      course.push(`ends ${index}`);
    });
    expect(course).toEqual(['begins 0', 'ends 0', 'begins 1', 'ends 1']);
    expect(samples.map((ms) => ms >= 0)).toEqual([true, true]);
  });
});
