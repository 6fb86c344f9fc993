import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { formatPosition } from '@kompass/event-store';
import { Logger } from '@nestjs/common';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { fold } from './fold.js';
import { contextMigrations } from './migrations.js';
import { openReadStore } from './open-read-store.js';
import { ProjectionRunner } from './projection-runner.js';
import type { AnyProjection } from './projection.js';
import { ReadStore } from './read-store.js';
import { cleared, counted, inStream, moved, noted, tallies, tallyTable } from './tally.fixtures.js';
import { eventually, startTallyLog, type TallyLog } from './tally-log.fixtures.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let tally: TallyLog;
beforeAll(async () => {
  Logger.overrideLogger({
    log: () => undefined,
    warn: () => undefined,
    error: (message: string, ...more: unknown[]) => said.push(`${String(more.at(-1))} ${message}`),
  });
  database = await testDatabase();
  tally = await startTallyLog(database.url);
});
afterAll(async () => {
  await tally?.stop();
  await database?.drop();
});

/** Each test has a schema of its own, and its own tallies in the one log. */
let schema: string;
let stores: ReadStore[];
let runners: ProjectionRunner[];
let said: string[];
let tests = 0;
beforeEach(() => {
  tests += 1;
  said = [];
  schema = `views_${tests}`;
  stores = [];
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await Promise.all(stores.map(({ dataSource }) => dataSource.destroy()));
});

/** A process with these projections running. */
async function start(...projections: readonly AnyProjection[]): Promise<ReadStore> {
  const migrations = [...contextMigrations(schema), tallyTable(schema)];
  const store = new ReadStore(await openReadStore({ url: database.url, schema, migrations }), schema);
  stores.push(store);
  const environment = { store, url: database.url, log: tally.log, logId: tally.logId };
  for (const projection of projections) {
    const runner = new ProjectionRunner(environment, projection);
    runners.push(runner);
    runner.start();
  }
  return store;
}

const rows = (store: ReadStore, id: string) =>
  store.select(tallies, 'tally_id = $1', [id], { orderBy: 'slot' });
const stateOf = (index: number) => runners[index]!.status.state;
const breakConnection = () =>
  database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kompass-${schema}-tallies'`,
  );

describe('a runner', () => {
  it('applies what was appended before it started, and then what comes', async () => {
    await tally.append('early', counted('x', 2), counted('y'));
    const store = await start(tallies);
    await eventually(() => stateOf(0) === 'live');
    const position = await tally.append('early', moved('y', 'z'), cleared('x'), counted('z', 4));
    expect(await store.waitFor(tallies, position)).toBe(true);
    const events = inStream(counted('x', 2), counted('y'), moved('y', 'z'), cleared('x'), counted('z', 4));
    const expected = fold(tallies, 'tally-early', events);
    expect(await rows(store, 'early')).toEqual(
      expected.map((row) => ({ ...row, at: '2017-09-01T08:04:00.000Z' })),
    );
    expect(await store.seen(tallies, 'tally-early')).toBe(4);
    expect(runners[0]!.status).toEqual({
      name: 'tallies',
      state: 'live',
      position: formatPosition(position),
    });
  });

  it('tells since when it is behind, while it cannot write', async () => {
    const store = await start(tallies);
    await eventually(() => stateOf(0) === 'live');
    const holder = await database.pool.connect();
    try {
      await holder.query(`BEGIN; LOCK TABLE ${schema}.tally IN ACCESS EXCLUSIVE MODE`);
      await tally.append('behind', counted('x'), counted('x'));
      await eventually(() => runners[0]!.status.behindSince === '2017-09-01T08:00:00.000Z');
      await holder.query('COMMIT');
    } finally {
      holder.release();
    }
    expect(await store.waitFor(tallies, await tally.append('behind', counted('x')))).toBe(true);
    await eventually(() => runners[0]!.status.behindSince === undefined);
  });

  it('is seen to have passed an event that means nothing to it', async () => {
    const store = await start(tallies);
    expect(await store.waitFor(tallies, await tally.append('idle', noted))).toBe(true);
    expect(await store.seen(tallies, 'tally-idle')).toBe(0);
    expect(await rows(store, 'idle')).toEqual([]);
  });

  it('goes on after its checkpoint when it starts again', async () => {
    await tally.append('again', counted('x'), counted('x'));
    const first = await start(tallies);
    await first.waitFor(tallies, await tally.append('again', counted('x')));
    await runners[0]!.stop();
    const position = await tally.append('again', counted('x'));
    expect(stateOf(0)).toBe('stopped');
    expect(await first.waitFor(tallies, position, 0)).toBe(false);
    runners[0]!.start();
    expect(await first.waitFor(tallies, position)).toBe(true);
    expect(await rows(first, 'again')).toMatchObject([{ count: 4, events: 4 }]);
  });

  it('goes on by itself when its connection breaks, and repeats nothing', async () => {
    const store = await start(tallies);
    for (let count = 1; count <= 3; count += 1) {
      await store.waitFor(tallies, await tally.append('broken', counted('x')));
      await breakConnection();
      await tally.append('broken', counted('x'));
    }
    expect(await store.waitFor(tallies, await tally.append('broken', noted), 10_000)).toBe(true);
    expect(await rows(store, 'broken')).toMatchObject([{ count: 6, events: 6 }]);
  });
});

describe('runners of one projection', () => {
  it('are active one at a time, and the next takes over where the first ended', async () => {
    const one = await start(tallies);
    await eventually(() => stateOf(0) === 'live');
    const other = await start(tallies);
    await eventually(() => stateOf(1) === 'standby');
    const position = await tally.append('relay', counted('x'), counted('x'));
    expect(await one.waitFor(tallies, position)).toBe(true);
    expect(await other.waitFor(tallies, position)).toBe(true);
    await runners[0]!.stop();
    await eventually(() => stateOf(1) === 'live');
    const later = await tally.append('relay', counted('x'));
    expect(await other.waitFor(tallies, later)).toBe(true);
    expect(await one.waitFor(tallies, later)).toBe(true);
    expect(await rows(other, 'relay')).toMatchObject([{ count: 3, events: 3 }]);
  });

  it('change over when the active one loses its connection', async () => {
    const store = await start(tallies);
    await eventually(() => stateOf(0) === 'live');
    await start(tallies);
    await eventually(() => stateOf(1) === 'standby');
    for (let count = 1; count <= 5; count += 1) {
      await tally.append('change', counted('x'));
      await breakConnection();
    }
    expect(await store.waitFor(tallies, await tally.append('change', noted), 10_000)).toBe(true);
    expect(await rows(store, 'change')).toMatchObject([{ count: 5, events: 5 }]);
  });
});

describe('an event that this version cannot apply', () => {
  const noticed: AnyProjection = { ...tallies, name: 'notices', keysOf: () => [] };

  it('halts the projection loudly while others go on, and is tried again at the next start', async () => {
    const store = await start(tallies, noticed);
    await store.waitFor(tallies, await tally.append('halting', counted('x')));
    const bad = await tally.append('halting', counted('x', -1), counted('x'));
    await eventually(() => stateOf(0) === 'halted');
    const event = (await tally.history('halting'))[1]!;
    const problem = {
      message: 'Error: cannot count backwards',
      event: {
        id: event.id,
        stream: 'tally-halting',
        revision: 1,
        type: 'Counted',
        position: formatPosition(event.position),
      },
    };
    expect(runners[0]!.status).toMatchObject({ state: 'halted', problem });
    expect(said).toEqual([
      `${schema}.tallies halted at Counted (${event.id}), revision 1 of tally-halting: Error: cannot count backwards`,
    ]);
    const { rows: stored } = await database.pool.query<object>(
      `SELECT state, error FROM ${schema}.checkpoint WHERE projection = 'tallies'`,
    );
    expect(stored).toEqual([{ state: 'halted', error: problem }]);
    expect(await store.waitFor(noticed, bad)).toBe(true);
    expect(stateOf(1)).toBe('live');
    expect(await rows(store, 'halting')).toMatchObject([{ count: 1 }]);

    await runners[0]!.stop();
    const repaired: AnyProjection = {
      ...tallies,
      project: (row, each, meta, key) => {
        const { slot, by } = each.data as { slot: string; by: number };
        return tallies.project(row as never, counted(slot, Math.abs(by)), meta, key as never);
      },
    };
    const next = await start(repaired);
    expect(await next.waitFor(tallies, bad)).toBe(true);
    expect(await rows(next, 'halting')).toMatchObject([{ count: 3, events: 3 }]);
    expect(stateOf(2)).toBe('live');
  });
});
