import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventLog } from '@kompass/event-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import { contextMigrations, sqlMigration } from './migrations.js';
import { openReadStore } from './open-read-store.js';
import { ProjectionRunner } from './projection-runner.js';
import type { AnyProjection, Projection, ProjectionEnvironment } from './projection.js';
import { ReadStore } from './read-store.js';
import { rebuild, type RebuildProgress } from './rebuild.js';
import { sweepAfterCrash } from './sweep.js';
import {
  cleared,
  counted,
  moved,
  tallies,
  tallyTable,
  type TallyEvent,
  type TallyRow,
} from './tally.fixtures.js';
import { eventually, startTallyLog, type TallyLog } from './tally-log.fixtures.js';

jest.setTimeout(60_000);

/** Another view of the same events: one row a tally. */
interface SumRow {
  readonly tally_id: string;
  readonly sum: number;
}
const sums: Projection<TallyEvent, SumRow, 'tally_id'> = {
  name: 'sums',
  table: 'tally_sum',
  key: ['tally_id'],
  columns: ['tally_id', 'sum'],
  catalogs: tallies.catalogs,
  keysOf: (event, { id }) => (event.type === 'Counted' ? [{ tally_id: id }] : []),
  project: (row, event, { id }) =>
    event.type === 'Counted' ? { tally_id: id, sum: (row?.sum ?? 0) + event.data.by } : row,
};
const sumTable = (schema: string) =>
  sqlMigration(
    'TallySum1757900000001',
    `CREATE TABLE "${schema}".tally_sum (
       generation integer NOT NULL,
       tally_id   text    NOT NULL,
       sum        integer NOT NULL,
       PRIMARY KEY (generation, tally_id)
     )`,
  );

/** `tallies` by another version of the code. */
function changed(project: (row: TallyRow) => TallyRow | undefined): typeof tallies {
  return {
    ...tallies,
    project: (row, event, meta, key) => {
      const after = tallies.project(row, event, meta, key);
      return after && project(after);
    },
  };
}

let database: TestDatabase;
let tally: TallyLog;
beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await testDatabase();
  tally = await startTallyLog(database.url);
  for (const id of ['a', 'b', 'c']) {
    await tally.append(id, counted('x', 2), counted('y', 3), moved('y', 'z'), counted('z'), cleared('x'));
  }
});
afterAll(async () => {
  await tally?.stop();
  await database?.drop();
});

/** Each test has a schema of its own over the one log. */
let schema: string;
let environment: ProjectionEnvironment;
let runners: ProjectionRunner[];
let tests = 0;
beforeEach(async () => {
  tests += 1;
  schema = `views_${tests}`;
  runners = [];
  const migrations = [...contextMigrations(schema), tallyTable(schema), sumTable(schema)];
  const store = new ReadStore(await openReadStore({ url: database.url, schema, migrations }), schema);
  environment = { store, url: database.url, log: tally.log, logId: tally.logId };
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await environment.store.dataSource.destroy();
});

function start(projection: AnyProjection): ProjectionRunner {
  const runner = new ProjectionRunner(environment, projection);
  runners.push(runner);
  runner.start();
  return runner;
}

/** A runner that has come to the end of the log. */
async function live(projection: AnyProjection): Promise<ProjectionRunner> {
  const runner = start(projection);
  await eventually(() => runner.status.state === 'live');
  return runner;
}

/** The log, followed in another way. */
function following(follow: EventLog['follow']): EventLog {
  return Object.assign(Object.create(tally.log) as EventLog, {
    follow,
    readStream: (...args: Parameters<EventLog['readStream']>) => tally.log.readStream(...args),
  });
}

const rows = () => environment.store.select(tallies, 'true', [], { orderBy: 'tally_id, slot' });
const same = { gone: { count: 0, keys: [] }, new: { count: 0, keys: [] }, changed: { count: 0, keys: [] } };

async function generations(): Promise<unknown[]> {
  const { rows: found } = await database.pool.query<object>(
    `SELECT generation, current, state FROM ${schema}.checkpoint WHERE projection = 'tallies' ORDER BY generation`,
  );
  return found;
}

async function generationsOfRows(): Promise<unknown[]> {
  const { rows: found } = await database.pool.query<{ generation: number }>(
    `SELECT generation FROM ${schema}.tally UNION SELECT generation FROM ${schema}.seen_stream
      WHERE projection = 'tallies' ORDER BY generation`,
  );
  return found.map(({ generation }) => generation);
}

describe('a rebuild', () => {
  it('gives the rows of the live view, and leaves nothing of the old ones', async () => {
    await live(tallies);
    const before = await rows();
    expect(await rebuild(environment, [tallies])).toEqual([
      { name: 'tallies', rebuilt: true, generation: 2, difference: same, level: true },
    ]);
    expect(before.length).toBeGreaterThan(2);
    expect(await rows()).toEqual(before);
    expect(await generations()).toEqual([{ generation: 2, current: true, state: 'live' }]);
    expect(await generationsOfRows()).toEqual([2]);
  });

  it('goes beside a view that keeps changing, which is never away and never goes back', async () => {
    const runner = await live(tallies);
    let appending = true;
    let count = 0;
    const commands = (async () => {
      for (; appending; count += 1) await tally.append('busy', counted('x'));
    })();
    const seen: { size: number; count: number }[] = [];
    const reads = (async () => {
      while (appending) {
        const found = await rows();
        const busy = found.find(({ tally_id }) => tally_id === 'busy');
        seen.push({ size: found.length, count: busy?.count ?? 0 });
      }
    })();
    const outcomes: unknown[] = [];
    try {
      for (let time = 0; time < 3; time += 1) outcomes.push(...(await rebuild(environment, [tallies])));
    } finally {
      appending = false;
      await Promise.all([commands, reads]);
    }
    expect(outcomes).toEqual(
      [2, 3, 4].map((generation) => ({
        name: 'tallies',
        rebuilt: true,
        generation,
        difference: same,
        level: true,
      })),
    );
    const position = await tally.append('busy', counted('x'));
    expect(await environment.store.waitFor(tallies, position)).toBe(true);
    expect(await environment.store.select(tallies, `tally_id = 'busy'`)).toMatchObject([
      { count: count + 1, events: count + 1 },
    ]);
    expect(Math.min(...seen.map(({ size }) => size))).toBeGreaterThanOrEqual(3);
    const counts = seen.map(({ count }) => count);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(runner.status.state).toBe('live');
  });

  it('does not hold the live view while it has a way to go', async () => {
    await live(tallies);
    let applied: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (applied = resolve));
    const went: boolean[] = [];
    const log = following(async function* (options) {
      for await (const item of tally.log.follow(options)) {
        yield item;
        if (went.length > 0) continue;
        await begun;
        const position = await tally.append('meanwhile', counted('x'));
        went.push(await environment.store.waitFor(tallies, position, 30_000));
      }
    });
    const onProgress = ({ events }: RebuildProgress) => void (events > 0 && applied());
    expect(await rebuild({ ...environment, log }, [tallies], { onProgress })).toMatchObject([
      { rebuilt: true, difference: same, level: true },
    ]);
    expect(went).toEqual([true]);
  });

  it('makes a view that was never there', async () => {
    const [outcome] = await rebuild(environment, [tallies]);
    expect(outcome).toMatchObject({ rebuilt: true, generation: 1, level: false });
    await live(tallies);
    const found = await rows();
    expect(outcome).toMatchObject({ difference: { new: { count: found.length } } });
  });

  it('reports how the rows differ', async () => {
    await live(changed((row) => (row.tally_id === 'a' ? undefined : row)));
    const next = changed((row) => (row.tally_id === 'b' ? undefined : { ...row, count: row.count % 3 }));
    const [outcome] = await rebuild(environment, [next]);
    expect(outcome).toMatchObject({
      level: true,
      difference: {
        gone: { count: 1, keys: [{ tally_id: 'b', slot: 'z' }] },
        new: { count: 1, keys: [{ tally_id: 'a', slot: 'z' }] },
      },
    });
  });

  it('tells how far it is', async () => {
    await live(tallies);
    const told: RebuildProgress[] = [];
    await rebuild(environment, [tallies], { onProgress: (progress) => told.push(progress) });
    const last = told.at(-1)!;
    expect(told[0]).toEqual({ events: 0, total: last.total, perSecond: 0 });
    expect(last.events).toBe(last.total);
    expect(last.perSecond).toBeGreaterThan(0);
  });

  it('of many reads the log once, and switches them together', async () => {
    await Promise.all([live(tallies), live(sums)]);
    let reads = 0;
    const log = following((options) => ((reads += 1), tally.log.follow(options)));
    const outcomes = await rebuild({ ...environment, log }, [tallies, sums]);
    expect(reads).toBe(1);
    expect(outcomes).toMatchObject([
      { name: 'tallies', rebuilt: true, difference: same },
      { name: 'sums', rebuilt: true, difference: same },
    ]);
  });

  it('heals a halted view once the code can go on', async () => {
    const halting = changed((row) => {
      if (row.slot === 'z') throw new Error('no such slot');
      return row;
    });
    const runner = start(halting);
    await eventually(() => runner.status.state === 'halted');
    const [outcome] = await rebuild(environment, [tallies]);
    expect(outcome).toMatchObject({ rebuilt: true, level: false });
    expect(await generations()).toEqual([{ generation: 2, current: true, state: 'live' }]);
    expect(await rows()).toContainEqual(expect.objectContaining({ tally_id: 'c', slot: 'z', count: 1 }));
  });

  it('is followed by what the new view then halts at', async () => {
    const runner = await live(changed((row) => (row.tally_id === 'after' ? halted() : row)));
    const halted = (): never => {
      throw new Error('no such tally');
    };
    await rebuild(environment, [tallies]);
    await tally.append('after', counted('x'));
    await eventually(() => runner.status.state === 'halted');
    expect(await generations()).toEqual([{ generation: 2, current: true, state: 'halted' }]);
  });

  it('replaces what came from another log', async () => {
    await live(tallies);
    await runners[0]!.stop();
    await database.pool.query(
      `UPDATE ${schema}.checkpoint SET log_id = 'other', event_id = gen_random_uuid(), event_position = '${'9'.repeat(15)}-0'`,
    );
    expect(await rebuild(environment, [tallies])).toMatchObject([{ rebuilt: true, difference: same }]);
    await live(tallies);
  });
});

describe('a rebuild that fails', () => {
  const failing = changed((row) => {
    if (row.tally_id === 'c') throw new Error('cannot be');
    return row;
  });

  it('at an event names it, and leaves the live view as it is; the others are rebuilt', async () => {
    await Promise.all([live(tallies), live(sums)]);
    const before = await rows();
    const bad = (await tally.history('c'))[0]!;
    expect(await rebuild(environment, [failing, sums])).toMatchObject([
      { name: 'tallies', rebuilt: false, halt: { message: 'Error: cannot be', event: { id: bad.id } } },
      { name: 'sums', rebuilt: true, generation: 2 },
    ]);
    expect(await rows()).toEqual(before);
    expect(await generations()).toEqual([{ generation: 1, current: true, state: 'live' }]);
    expect(await generationsOfRows()).toEqual([1]);
  });

  it('at the only projection says so', async () => {
    await live(tallies);
    expect(await rebuild(environment, [failing])).toMatchObject([{ rebuilt: false }]);
  });

  it('in a crash leaves nothing wrong: the rest is swept at the next start', async () => {
    const runner = await live(tallies);
    const before = await rows();
    const crash = () =>
      void database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kompass-${schema}-rebuild'`,
      );
    await expect(rebuild(environment, [tallies], { onProgress: crash })).rejects.toThrow();
    expect(await rows()).toEqual(before);
    const building = { generation: 2, current: false, state: 'building' };
    expect(await generations()).toEqual([{ generation: 1, current: true, state: 'live' }, building]);
    await sweepAfterCrash(database.url, schema, [tallies]);
    expect(await generations()).toEqual([{ generation: 1, current: true, state: 'live' }]);
    expect(await generationsOfRows()).toEqual([1]);
    expect(runner.status.state).toBe('live');
    expect(await rebuild(environment, [tallies])).toMatchObject([{ generation: 2, difference: same }]);
  });

  it('because it was given up leaves nothing behind', async () => {
    await live(tallies);
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(rebuild(environment, [tallies], { onProgress, signal: stop.signal })).rejects.toThrow(
      'enough',
    );
    expect(await generations()).toEqual([{ generation: 1, current: true, state: 'live' }]);
  });

  it('because another is under way says so, and does not sweep the other', async () => {
    await live(tallies);
    const refusals: unknown[] = [];
    const log = following(async function* (options) {
      await rebuild(environment, [tallies]).catch((error: unknown) => refusals.push(error));
      await sweepAfterCrash(database.url, schema, [tallies]);
      yield* tally.log.follow(options);
    });
    const outcomes = await rebuild({ ...environment, log }, [tallies]);
    expect(refusals).toMatchObject([{ code: 'rebuild-running', detail: { value: 'tallies' } }]);
    expect(outcomes).toMatchObject([{ rebuilt: true, generation: 2, difference: same }]);
  });
});
