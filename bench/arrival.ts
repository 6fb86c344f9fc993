import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

/** Between two looks at a table, in milliseconds. */
const look = { first: 5, most: 500 };

/**
 * Waits until a table that is empty holds so many rows; answers how many came in a second, from the first that was seen
 * to the last. It looks the more often the nearer the last must be, since looking costs those who are measured.
 */
export async function arrivalRate(database: Client, table: string, rows: number): Promise<number> {
  const first = await countUntil(database, table, () => look.first, 1);
  const began = performance.now();
  const perSecond = (there: number) => ((there - first) * 1_000) / (performance.now() - began);
  const halfOfTheRest = (there: number) =>
    there > first ? ((rows - there) * 500) / perSecond(there) : look.first;
  return perSecond(await countUntil(database, table, halfOfTheRest, rows));
}

/** When nothing more has come for so long, nothing will: in milliseconds. */
const patienceMs = 60_000;

async function countUntil(
  database: Client,
  table: string,
  pause: (there: number) => number,
  enough: number,
): Promise<number> {
  for (let last = 0, changed = performance.now(); ;) {
    const { rows } = await database.query<{ there: number }>(`SELECT count(*)::int AS there FROM ${table}`);
    const { there } = rows[0]!;
    if (there >= enough) return there;
    if (there !== last) [last, changed] = [there, performance.now()];
    if (performance.now() > changed + patienceMs)
      throw new Error(`${table} stays at ${there} of ${enough} rows`);
    await delay(Math.min(look.most, Math.max(look.first, pause(there))));
  }
}
