import { Checkpoints, rowsOf, type Queryable } from './checkpoint.js';
import type { AnyProjection } from './projection.js';
import { Session } from './session.js';
import { Statements } from './statements.js';

/** The advisory lock of the one who rebuilds a projection. */
export function rebuildLock(schema: string, { name }: AnyProjection): string {
  return `kompass:rebuild:${schema}.${name}`;
}

/** Whether anybody rebuilds a projection at this moment, in whichever process. */
export async function isRebuilding(
  on: Queryable,
  schema: string,
  projection: AnyProjection,
): Promise<boolean> {
  const held = await rowsOf(
    on,
    `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE locktype = 'advisory' AND datname = current_database() AND granted AND objsubid = 1
        AND (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`,
    [rebuildLock(schema, projection)],
  );
  return held.length > 0;
}

/** Removes a generation that readers do not see: its rows a few thousand at a time, its checkpoint at last. */
export async function sweepGeneration(
  on: Queryable,
  schema: string,
  projection: AnyProjection,
  generation: number,
): Promise<void> {
  const { sweep } = new Statements(schema, projection);
  while ((await rowsOf(on, sweep, [generation])).length > 0);
  await new Checkpoints(schema).forget(on, projection.name, generation);
}

/** Removes every generation that readers do not see; to be called under the `rebuildLock`. */
export async function sweepLeftovers(
  on: Queryable,
  schema: string,
  projection: AnyProjection,
): Promise<void> {
  for (const generation of await new Checkpoints(schema).leftovers(on, projection.name)) {
    await sweepGeneration(on, schema, projection, generation);
  }
}

/** At start: removes what rebuilds left behind in a crash, those that another process is running excepted. */
export async function sweepAfterCrash(
  url: string,
  schema: string,
  projections: readonly AnyProjection[],
): Promise<void> {
  const session = await Session.open(url, `kompass-${schema}-sweep`);
  try {
    for (const projection of projections) {
      if (await session.tryLock(rebuildLock(schema, projection))) {
        await sweepLeftovers(session, schema, projection);
      }
    }
  } finally {
    await session.close();
  }
}
