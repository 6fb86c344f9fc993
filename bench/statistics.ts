/** The value that a share `q` (0 to 1) of the samples does not exceed (nearest rank). */
export function quantile(samples: readonly number[], q: number): number {
  if (samples.length === 0) throw new RangeError('no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** How long each of `count` takes that follow one another, in milliseconds. */
export async function timedEach(count: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < count; index += 1) samples.push(await timed(() => work(index)));
  return samples;
}

/** What came of two things measured side by side, a result a round. */
export interface SideBySide<Result> {
  readonly ours: readonly Result[];
  readonly beside: readonly Result[];
}

/**
 * Measures two things in turn, so that whatever else the machine does falls on both: `rounds` times, every other time
 * in reverse order, after one round that warms up and does not count.
 */
export async function sideBySide<Result>(
  rounds: number,
  ours: () => Promise<Result>,
  beside: () => Promise<Result>,
): Promise<SideBySide<Result>> {
  const results = { ours: [] as Result[], beside: [] as Result[] };
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (['ours', 'beside'] as const) : (['beside', 'ours'] as const);
    for (const side of order) {
      const result = await (side === 'ours' ? ours() : beside());
      if (round > 0) results[side].push(result);
    }
  }
  return results;
}
