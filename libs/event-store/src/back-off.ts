import { setTimeout as delay } from 'node:timers/promises';

/** How long is waited before something is tried again, in milliseconds: doubling from `firstMs` to `mostMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Waits after the `failures`th failure in a row. Resolves also when `signal` is aborted: who tries again looks at it
 * anyway.
 */
export async function backOff(backoff: Backoff, failures: number, signal?: AbortSignal): Promise<void> {
  await delay(pauseMs(backoff, failures, Math.random()), undefined, { signal }).catch(() => undefined);
}

/** Half of the time by `chance`, 0 to 1, so that nobody retries in step. */
export function pauseMs({ firstMs, mostMs }: Backoff, failures: number, chance: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), mostMs) * (0.5 + chance / 2);
}
