import { setTimeout as delay } from 'node:timers/promises';

/** Waiting time in milliseconds before try number `attempt + 1`: doubling from `firstMs` to `mostMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Waits after failed try number `attempt`, half of the time by chance so that nobody retries in step.
 *
 * @throws AbortError as soon as `signal` is aborted
 */
export async function backOff(
  { firstMs, mostMs }: Backoff,
  attempt: number,
  signal: AbortSignal,
): Promise<void> {
  const ms = Math.min(firstMs * 2 ** (attempt - 1), mostMs);
  await delay(ms * (0.5 + Math.random() / 2), undefined, { signal });
}
