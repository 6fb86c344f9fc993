import { setTimeout as delay } from 'node:timers/promises';
import { KompassClient, ProblemError, routes } from '@kompass/contracts';

/** How long anything may take that must happen by itself: far longer than it takes, on a slow machine too. */
const patienceMs = 120_000;

/**
 * Waits until something holds.
 *
 * @param otherwise what is wrong if it never does
 */
export async function until(
  otherwise: string | (() => string),
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const limit = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > limit) {
      const wrong = typeof otherwise === 'string' ? otherwise : otherwise();
      throw new Error(`${wrong} within ${patienceMs / 1000} s`);
    }
    await delay(20);
  }
}

/** Waits until every part of the program says that it is ready, and a gateway that every service is, its messaging too. */
export async function ready({ url }: { readonly url: string }): Promise<void> {
  const anybody = new KompassClient({ baseUrl: url });
  let last = '';
  const ask = async (): Promise<boolean> => {
    const { parts } = await anybody.call(routes.checkReadiness);
    const services = Object.entries(parts).filter(([name]) => name.startsWith('service '));
    const messaging = parts['messaging']?.detail;
    last = [...services.map(([name, { detail }]) => `${name} ${detail}`), messaging ?? []].flat().join(', ');
    return messaging === undefined && services.every(([, { detail }]) => detail === 'ready');
  };
  await until(
    () => `not everything is ready (${last})`,
    () =>
      ask().catch((error: unknown) => {
        last = error instanceof ProblemError ? (error.problem.detail ?? '') : String(error);
        return false;
      }),
  );
}
