import type { QueryRunner } from 'typeorm';
import { followInBatches } from './batches.js';
import { Build } from './build.js';
import { Checkpoints, rowsOf, type Halt } from './checkpoint.js';
import { differenceOf, type Difference } from './difference.js';
import { batchSize, prefixesOf, type AnyProjection, type ProjectionEnvironment } from './projection.js';
import { quoted } from './statements.js';

export interface RebuildProgress {
  /** Events read so far. */
  readonly events: number;
  /** About how many there are: what the live generations had seen at the start. */
  readonly total: number;
  /** Events a second since the start. */
  readonly perSecond: number;
}

export interface RebuildOptions {
  /** Told once it has begun, and after every batch. */
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Gives it up; readers keep what they have. */
  readonly signal?: AbortSignal;
}

/** What became of one projection. */
export type RebuildOutcome =
  | {
      readonly name: string;
      readonly rebuilt: true;
      /** The generation that readers see now. */
      readonly generation: number;
      readonly difference: Difference;
      /** Whether both stood at the same event; if not (the old one had halted) they also differ in what they have seen. */
      readonly level: boolean;
    }
  | { readonly name: string; readonly rebuilt: false; readonly halt: Halt };

/**
 * Rebuilds projections beside their live rows, reading the log once for all of them. Readers keep the old rows until
 * the new generations have passed the last event that the live ones applied; then one transaction switches them all.
 * The live runners go on, and are held only for that last moment.
 *
 * @throws Rejected `rebuild-running`
 */
export async function rebuild(
  environment: ProjectionEnvironment,
  projections: readonly AnyProjection[],
  { onProgress = () => undefined, signal = new AbortController().signal }: RebuildOptions = {},
): Promise<readonly RebuildOutcome[]> {
  const { store, log } = environment;
  const total = await eventsSeen(environment, projections);
  const builds: Build[] = [];
  const gate = store.dataSource.createQueryRunner();
  try {
    for (const projection of projections) builds.push(await Build.open(environment, projection));
    const until = AbortSignal.any([signal, ...builds.map(({ session }) => session.lost)]);
    const started = performance.now();
    let events = 0;
    let caughtUp = false;
    onProgress({ events, total, perSecond: 0 });
    for await (const items of followInBatches(
      log,
      { prefixes: prefixesOf(projections), signal: until },
      batchSize,
    )) {
      await Promise.all(builds.map((build) => build.apply(items)));
      events += items.filter(({ kind }) => kind === 'event').length;
      onProgress({ events, total, perSecond: (events * 1_000) / (performance.now() - started) });
      caughtUp ||= items.some(({ kind }) => kind === 'caught-up');
      const whole = builds.filter(({ halt }) => !halt);
      if (caughtUp && !gate.isTransactionActive) await holdLive(gate, environment, whole);
      if (whole.every(({ passed }) => passed)) return await switchOver(gate, environment, builds);
    }
    until.throwIfAborted();
    throw new Error('the log ended');
  } finally {
    if (gate.isTransactionActive) await gate.rollbackTransaction();
    await gate.release();
    for (const build of builds) await build.close();
  }
}

/** Holds the live checkpoints still, and tells each build how far it has to go. */
async function holdLive(
  gate: QueryRunner,
  { store }: ProjectionEnvironment,
  builds: readonly Build[],
): Promise<void> {
  await Promise.all(builds.map((build) => build.awaitLive()));
  await gate.startTransaction();
  const names = builds.map(({ projection }) => projection.name);
  const held = await new Checkpoints(store.schema).hold(gate, names);
  for (const build of builds) {
    await build.aimAt(held.find(({ projection }) => projection === build.projection.name));
  }
}

async function switchOver(
  gate: QueryRunner,
  { store }: ProjectionEnvironment,
  builds: readonly Build[],
): Promise<readonly RebuildOutcome[]> {
  const checkpoints = new Checkpoints(store.schema);
  return store.dataSource.transaction('REPEATABLE READ', async (still) => {
    await still.query('SELECT 1'); // from here on it sees both generations as they are now
    for (const { halt, generation } of builds)
      if (!halt) await checkpoints.switchTo(gate, generation.checkpoint);
    if (gate.isTransactionActive) await gate.commitTransaction();
    const outcomes: RebuildOutcome[] = [];
    for (const { projection, halt, generation, live, level } of builds) {
      const { name } = projection;
      if (halt) {
        outcomes.push({ name, rebuilt: false, halt });
        continue;
      }
      const after = generation.checkpoint.generation;
      const difference = await differenceOf(still, store.schema, projection, live?.generation ?? 0, after);
      outcomes.push({ name, rebuilt: true, generation: after, difference, level });
    }
    return outcomes;
  });
}

async function eventsSeen(
  { store }: ProjectionEnvironment,
  projections: readonly AnyProjection[],
): Promise<number> {
  const schema = quoted(store.schema);
  const [row] = await rowsOf<{ events: number }>(
    store.dataSource,
    `SELECT coalesce(max(events), 0)::bigint AS events
       FROM (SELECT sum(revision + 1) AS events
               FROM ${schema}.seen_stream JOIN ${schema}.checkpoint USING (projection, generation)
              WHERE current AND projection = ANY ($1) GROUP BY projection) each`,
    [projections.map(({ name }) => name)],
  );
  return row?.events ?? 0;
}
