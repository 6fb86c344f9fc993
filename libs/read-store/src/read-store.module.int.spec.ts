import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EVENT_LOG, LOG_ID } from '@kompass/event-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { Global, Logger, Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { contextMigrations } from './migrations.js';
import { ProjectionAdmin } from './projection-admin.js';
import type { AnyProjection } from './projection.js';
import type { ReadStore } from './read-store.js';
import { POSTGRES_URL, ReadStoreModule, readStoreToken } from './read-store.module.js';
import { counted, tallies, tallyTable } from './tally.fixtures.js';
import { eventually, startTallyLog, type TallyLog } from './tally-log.fixtures.js';

jest.setTimeout(60_000);

@Global()
@Module({})
class Surroundings {
  static with(url: string, { log, logId }: TallyLog): DynamicModule {
    const providers = [
      { provide: POSTGRES_URL, useValue: url },
      { provide: EVENT_LOG, useValue: log },
      { provide: LOG_ID, useValue: logId },
    ];
    return { module: Surroundings, providers, exports: providers };
  }
}

@Module({})
class Application {}

let database: TestDatabase;
let tally: TallyLog;
beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await testDatabase();
  tally = await startTallyLog(database.url);
  await tally.append('a', counted('x'), counted('y'));
});
afterAll(async () => {
  await tally?.stop();
  await database?.drop();
});

let application: INestApplicationContext;
let schemas: [string, string];
let tests = 0;
beforeEach(() => {
  tests += 1;
  schemas = [`one_${tests}`, `two_${tests}`];
});
afterEach(() => application?.close());

const named = (name: string): AnyProjection => ({ ...tallies, name });

async function start(logId = tally.logId): Promise<void> {
  const contexts = schemas.map((schema, index) =>
    ReadStoreModule.forContext({
      schema,
      migrations: [...contextMigrations(schema), tallyTable(schema)],
      projections: [index === 0 ? tallies : named('other-tallies')],
    }),
  );
  const module = {
    module: Application,
    imports: [Surroundings.with(database.url, { ...tally, logId }), ...contexts],
  };
  application = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}

const storeOf = (schema: string) => application.get<ReadStore>(readStoreToken(schema), { strict: false });
const admin = () => application.get(ProjectionAdmin, { strict: false });
const allLive = () =>
  admin()
    .statuses()
    .every(({ state }) => state === 'live');

/** Connections of the contexts; a backend ends a moment after its client has gone. */
async function connectionsLeft(): Promise<readonly unknown[]> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const { rows } = await database.pool.query<object>(
      `SELECT application_name FROM pg_stat_activity WHERE application_name LIKE ANY ($1)`,
      [schemas.map((schema) => `kompass-${schema}%`)],
    );
    if (rows.length === 0 || Date.now() > deadline) return rows;
    await delay(50);
  }
}

describe('the module', () => {
  it('keeps the views of each context up to date as long as the application runs', async () => {
    await start();
    const position = await tally.append('a', counted('x'));
    for (const schema of schemas) {
      expect(
        await storeOf(schema).waitFor(named(schema === schemas[0] ? 'tallies' : 'other-tallies'), position),
      ).toBe(true);
    }
    expect(await storeOf(schemas[0]).select(tallies)).toHaveLength(2);
    await application.close();
    await expect(connectionsLeft()).resolves.toEqual([]);
  });

  it('does not start on views of another log', async () => {
    await start();
    await eventually(allLive);
    await application.close();
    await expect(start('another')).rejects.toThrow(
      `the view ${schemas[0]}.tallies does not belong to this event log (it is of log ${tally.logId}, this is another)`,
    );
  });

  it('refuses two projections of one name', async () => {
    const module = ReadStoreModule.forContext({
      schema: schemas[0],
      migrations: [...contextMigrations(schemas[0]), tallyTable(schemas[0])],
      projections: [tallies, tallies],
    });
    const root = { module: Application, imports: [Surroundings.with(database.url, tally), module] };
    const starting = NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
    await expect(starting).rejects.toThrow(`two projections have the name ${schemas[0]}.tallies`);
  });
});

describe('administration', () => {
  let first: string;
  let second: string;
  beforeEach(() => {
    [first, second] = [`${schemas[0]}.tallies`, `${schemas[1]}.other-tallies`];
  });

  it('lists the projections of all contexts, and rebuilds one or all', async () => {
    await start();
    await eventually(allLive);
    const report = { state: 'live', error: null, progress: null, rebuilt: null };
    expect(await admin().list()).toMatchObject([
      { ...report, name: first, context: schemas[0], generation: 1, position: expect.any(String) },
      { ...report, name: second, context: schemas[1], generation: 1 },
    ]);
    expect(await admin().rebuild(first)).toMatchObject([{ name: first, generation: 2 }]);
    expect(await admin().start('all')).toEqual([first, second]);
    await eventually(async () =>
      (await admin().list()).every(({ progress, rebuilt }) => !progress && rebuilt),
    );
    expect(await admin().list()).toMatchObject([
      { name: first, generation: 3, rebuilt: { rebuilt: true, generation: 3, level: true } },
      { name: second, generation: 2, rebuilt: { difference: { gone: { count: 0 } } } },
    ]);
    await expect(admin().start('none')).rejects.toMatchObject({ code: 'projection-unknown' });
  });

  it('shows a rebuild while it goes on', async () => {
    await start();
    await eventually(allLive);
    let during: ReturnType<ProjectionAdmin['list']> | undefined;
    await admin().rebuild(first, { onProgress: () => void (during ??= admin().list()) });
    const total = (await tally.history('a')).length;
    expect((await during)![0]).toMatchObject({
      name: first,
      state: 'building',
      progress: { done: 0, total },
    });
  });

  it('shows what will be rebuilt as such until it has been, or why it was not', async () => {
    await start();
    await eventually(allLive);
    const during: ReturnType<ProjectionAdmin['list']>[] = [];
    const onProgress = () => void during.push(admin().list());
    const rebuilding = admin().rebuild('all', { onProgress });
    await expect(admin().rebuild(second)).rejects.toMatchObject({ code: 'rebuild-running' });
    await rebuilding;
    expect((await during[0]!).map(({ name, state }) => [name, state])).toEqual([
      [first, 'building'],
      [second, 'building'],
    ]);
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(admin().rebuild('all', { signal: stop })).rejects.toThrow('enough');
    const failed = {
      state: 'live',
      generation: 2,
      rebuilt: { rebuilt: false, halt: { message: 'Error: enough' } },
    };
    expect(await admin().list()).toMatchObject([failed, failed]);
  });

  it('shows what another process rebuilds, and forgets its own difference once another has rebuilt', async () => {
    await start();
    await eventually(allLive);
    const [here, elsewhere] = [application, admin()];
    await start();
    let during: ReturnType<ProjectionAdmin['list']> | undefined;
    await elsewhere.rebuild(first, { onProgress: () => void (during ??= admin().list()) });
    expect(await during).toMatchObject([{ state: 'building', generation: 1 }, { state: 'live' }]);
    expect((await admin().list())[0]).toMatchObject({ state: 'live', generation: 2, rebuilt: null });
    await admin().rebuild(first);
    expect((await elsewhere.list())[0]).toMatchObject({ state: 'live', generation: 3, rebuilt: null });
    await here.close();
  });

  it('wakes a halted projection by a rebuild', async () => {
    await start();
    await eventually(allLive);
    const { pool } = database;
    await pool.query(`ALTER TABLE ${schemas[0]}.tally ADD CONSTRAINT small CHECK (count < 5)`);
    const position = await tally.append('b', counted('x', 7));
    await eventually(() => admin().statuses()[0]!.state === 'halted');
    expect((await admin().list())[0]).toMatchObject({
      state: 'halted',
      error: expect.stringContaining('small'),
    });
    expect(await admin().rebuild(first)).toMatchObject([{ rebuilt: false }]);
    await pool.query(`ALTER TABLE ${schemas[0]}.tally DROP CONSTRAINT small`);
    expect(await admin().rebuild(first)).toMatchObject([{ rebuilt: true }]);
    await eventually(allLive);
    expect(await storeOf(schemas[0]).waitFor(tallies, position)).toBe(true);
  });

  it('ends a rebuild with the application', async () => {
    await start();
    await eventually(allLive);
    const ended = admin()
      .rebuild(first, { onProgress: () => void application.close() })
      .catch((error: unknown) => error);
    await application.close();
    expect(await ended).toMatchObject({ message: 'the application ends' });
  });
});
