import { setTimeout as delay } from 'node:timers/promises';
import { KompassClient, routes } from '@kompass/contracts';

/** How long anything may take that must happen by itself: far longer than it takes, on a slow machine too. */
const patienceMs = 120_000;

/**
 * Waits until something holds.
 *
 * @param otherwise what is wrong if it never does
 */
export async function until(otherwise: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`${otherwise} within ${patienceMs / 1000} s`);
    await delay(20);
  }
}

/** Waits until every part of the program says that it is ready, and a gateway that every service is. */
export async function ready({ url }: { readonly url: string }): Promise<void> {
  const anybody = new KompassClient({ baseUrl: url });
  await until('not everything is ready', () =>
    anybody.call(routes.checkReadiness).then(
      ({ parts }) =>
        Object.entries(parts).every(
          ([name, { detail }]) => !name.startsWith('service ') || detail === 'ready',
        ),
      () => false,
    ),
  );
}
