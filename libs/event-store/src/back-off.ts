import { setTimeout as delay } from 'node:timers/promises';

/** How long is waited before something is tried again, in milliseconds: doubling from `firstMs` to `mostMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Waits after the `failures`th failure in a row, half of the time by chance, so that nobody retries in step. Resolves
 * also when `signal` is aborted: who tries again looks at it anyway.
 */
export async function backOff(
  { firstMs, mostMs }: Backoff,
  failures: number,
  signal?: AbortSignal,
): Promise<void> {
  const ms = Math.min(firstMs * 2 ** (failures - 1), mostMs);
  await delay(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
