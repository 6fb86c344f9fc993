import { parsePosition } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import type { AnyProjection } from './projection.js';
import type { ReadStore } from './read-store.js';

/**
 * Waits until views have seen what the reader has written: `?atLeast=<position>` (design decision 17).
 *
 * @throws Rejected `not-caught-up` after two seconds
 */
export async function caughtUp(
  store: ReadStore,
  projections: readonly Pick<AnyProjection, 'name'>[],
  atLeast: string | undefined,
): Promise<void> {
  const position = atLeast === undefined ? undefined : parsePosition(atLeast);
  if (!position) return;
  const reached = await Promise.all(projections.map((projection) => store.waitFor(projection, position)));
  if (reached.includes(false)) throw new Rejected('not-caught-up', { atLeast, retryAfter: 1 });
}
