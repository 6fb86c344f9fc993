import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Checkpoints } from './checkpoint.js';
import { contextMigrations, sqlMigration } from './migrations.js';
import { openReadStore, SchemaOfNewerVersion } from './open-read-store.js';
import { PassageKeyTable } from './passage-key-table.js';
import type { Projection } from './projection.js';
import { ReadStore } from './read-store.js';
import { Session } from './session.js';
import { tallies, tallyTable, type TallyEvent } from './tally.fixtures.js';

jest.setTimeout(60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

const opened: DataSource[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((dataSource) => dataSource.destroy()));
});

async function open(schema: string, ...more: ReturnType<typeof sqlMigration>[]): Promise<DataSource> {
  const migrations = [...contextMigrations(schema), tallyTable(schema), ...more];
  const dataSource = await openReadStore({ url: database.url, schema, migrations });
  opened.push(dataSource);
  return dataSource;
}

async function tablesOf(schema: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ table_name: string }>(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = $1 ORDER BY table_name',
    [schema],
  );
  return rows.map(({ table_name }) => table_name);
}

describe('opening a read store', () => {
  const tables = [
    ...['checkpoint', 'migration', 'parked_message', 'passage_key', 'relay_position', 'seen_stream'],
    'tally',
  ];

  it('makes the tables of the schema, by several starters at once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => open('together')));
    expect(await tablesOf('together')).toEqual(tables);
  });

  it('brings them up to date, and leaves other schemas alone', async () => {
    await open('older');
    await open('another');
    await open('older', sqlMigration('Extra1757900000009', 'CREATE TABLE older.extra (id int)'));
    expect(await tablesOf('older')).toEqual(['checkpoint', 'extra', ...tables.slice(1)]);
    expect(await tablesOf('another')).toEqual(tables);
  });

  it('changes nothing where a migration fails', async () => {
    const failing = sqlMigration(
      'Half1800000000010',
      'CREATE TABLE half.some (id int)',
      'SELECT no_such_column',
    );
    await expect(open('half', failing)).rejects.toThrow('no_such_column');
    expect(await tablesOf('half')).toEqual(tables);
  });

  it('refuses a schema of a newer version', async () => {
    await open('newer', sqlMigration('Future1757900000011', 'CREATE TABLE newer.future (id int)'));
    await expect(open('newer')).rejects.toThrow(SchemaOfNewerVersion);
    await expect(open('newer')).rejects.toThrow(
      'schema newer was migrated by a newer version (Future1757900000011)',
    );
  });
});

describe('reading', () => {
  interface EverythingRow {
    readonly id: string;
    readonly big: number;
    readonly at: string | null;
    readonly day: string | null;
    readonly flag: boolean | null;
    readonly list: readonly string[] | null;
    readonly nested: { readonly text: string; readonly numbers: readonly number[] } | null;
  }
  const everything: Projection<TallyEvent, EverythingRow, 'id'> = {
    name: 'everything',
    table: 'everything',
    key: ['id'],
    columns: ['id', 'big', 'at', 'day', 'flag', 'list', 'nested'],
    catalogs: tallies.catalogs,
    keysOf: () => [],
    project: (row) => row,
  };
  const table = (schema: string) =>
    sqlMigration(
      'Everything1757900000012',
      `CREATE TABLE ${schema}.everything (
         generation integer, id text, big bigint, at timestamptz, day date, flag boolean, list text[], nested jsonb,
         PRIMARY KEY (generation, id))`,
    );
  const rows: EverythingRow[] = [
    {
      id: 'a "quoted" – øæå 🧭',
      big: 9_007_199_254_740_991,
      at: '2017-09-01T08:00:00.123Z',
      day: '2017-03-26',
      flag: true,
      list: ['x, y', '{}', ''],
      nested: { text: '\\ \n " 🧭', numbers: [0.1, -5] },
    },
    { id: 'b', big: 0, at: null, day: null, flag: null, list: null, nested: null },
  ];

  async function filled(schema: string): Promise<ReadStore> {
    const store = new ReadStore(await open(schema, table(schema)), schema);
    await store.dataSource.query(
      `INSERT INTO ${schema}.checkpoint (projection, generation, current, state, position, log_id, epoch)
       VALUES ('everything', 1, false, 'building', '5-5', 'log', 1), ('everything', 2, true, 'live', '3-4', 'log', 1)`,
    );
    await store.dataSource.query(
      `INSERT INTO ${schema}.seen_stream VALUES ('everything', 1, 'tally-a', 9), ('everything', 2, 'tally-a', 7)`,
    );
    for (const [generation, list] of [
      [1, [{ ...rows[0], big: 1 }]],
      [2, rows],
    ] as const) {
      await store.dataSource.query(
        `INSERT INTO ${schema}.everything
         SELECT (jsonb_populate_record(r, jsonb_build_object('generation', $1::int))).*
           FROM jsonb_populate_recordset(NULL::${schema}.everything, $2::jsonb) r`,
        [generation, JSON.stringify(list)],
      );
    }
    return store;
  }

  it('gives rows as they were projected, of the current generation only', async () => {
    const store = await filled('reading');
    expect(await store.select(everything, 'true', [], { orderBy: 'id' })).toEqual(rows);
    expect(await store.select(everything, 'big > $1 AND flag = $2', [5, true])).toEqual([rows[0]]);
    expect(await store.select(everything, 'true', [], { orderBy: 'id DESC', limit: 1 })).toEqual([rows[1]]);
    expect(await store.seen(everything, 'tally-a')).toBe(7);
    expect(await store.seen(everything, 'tally-b')).toBeUndefined();
  });

  it('of one moment sees nothing that is written meanwhile', async () => {
    const store = await filled('moment');
    const found = await store.snapshot(async (reader) => {
      const before = await reader.seen(everything, 'tally-a');
      await database.pool.query('UPDATE moment.seen_stream SET revision = 8; DELETE FROM moment.everything');
      return {
        before,
        after: await reader.seen(everything, 'tally-a'),
        rows: await reader.select(everything),
      };
    });
    expect(found).toMatchObject({ before: 7, after: 7, rows: { length: 2 } });
    expect(await store.select(everything)).toEqual([]);
  });

  it('waits for a position that another process has to reach, or tells that it did not come', async () => {
    const store = await filled('waiting');
    expect(await store.waitFor(everything, { commit: 3n, prepare: 4n })).toBe(true);
    expect(await store.waitFor(everything, { commit: 3n, prepare: 5n }, 0)).toBe(false);
    const waiting = store.waitFor(everything, { commit: 3n, prepare: 5n }, 30_000);
    await database.pool.query(`UPDATE waiting.checkpoint SET position = '4-0' WHERE current`);
    expect(await waiting).toBe(true);
  });

  it('waits for the runner of its own process without asking the database', async () => {
    const store = await filled('near');
    await database.pool.query('DROP TABLE near.seen_stream, near.checkpoint');
    store.passed(everything, { commit: 1n, prepare: 1n });
    const waiting = store.waitFor(everything, { commit: 2n, prepare: 2n }, 30_000);
    store.passed(everything, { commit: 2n, prepare: 1n });
    store.passed(everything, { commit: 2n, prepare: 2n });
    expect(await waiting).toBe(true);
  });

  it('goes on waiting elsewhere when that runner has left', async () => {
    const store = await filled('leaving');
    store.passed(everything, undefined);
    const waiting = store.waitFor(everything, { commit: 9n, prepare: 0n }, 30_000);
    store.left(everything);
    await delay(0);
    await database.pool.query(`UPDATE leaving.checkpoint SET position = '9-0' WHERE current`);
    expect(await waiting).toBe(true);
  });
});

describe('passage keys', () => {
  it('are different, 32 bytes long and in the table before anybody has them', async () => {
    const keys = new PassageKeyTable(await open('keys'), 'keys');
    const blocks = await Promise.all([
      keys.reserve(300),
      keys.reserve(1),
      keys.reserve(200),
      keys.reserve(0),
    ]);
    expect(blocks.map(({ length }) => length)).toEqual([300, 1, 200, 0]);
    const reserved = blocks.flat();
    expect(new Set(reserved.map(({ id }) => id)).size).toBe(501);
    expect(new Set(reserved.map(({ key }) => key.toString('hex'))).size).toBe(501);
    expect(reserved.every(({ key }) => key.length === 32)).toBe(true);
    const another = new PassageKeyTable(opened[0]!, 'keys');
    expect(await another.find(reserved.map(({ id }) => id))).toEqual(
      new Map(reserved.map(({ id, key }) => [id, key])),
    );
  });

  it('cost no statement while the block lasts', async () => {
    const dataSource = await open('blocks');
    let statements = 0;
    const counting = {
      query: (sql: string, values?: unknown[]) => ((statements += 1), dataSource.query(sql, values)),
    };
    const keys = new PassageKeyTable(counting, 'blocks');
    for (let command = 0; command < 128; command += 1) await keys.reserve(1);
    expect(statements).toBe(1);
  });

  it('are tried again after a failure', async () => {
    const dataSource = await open('failing');
    let failures = 2;
    const failing = {
      query: (sql: string, values?: unknown[]) =>
        failures-- > 0 ? Promise.reject(new Error('no connection')) : dataSource.query(sql, values),
    };
    const keys = new PassageKeyTable(failing, 'failing');
    await expect(keys.reserve(1)).rejects.toThrow('no connection');
    await expect(keys.reserve(1)).rejects.toThrow('no connection');
    expect(await keys.reserve(1)).toHaveLength(1);
  });

  it('are gone for ever once erased', async () => {
    const keys = new PassageKeyTable(await open('erasing'), 'erasing');
    const [one, other] = await keys.reserve(2);
    expect((await keys.find([one!.id, other!.id])).size).toBe(2);
    await keys.erase(one!.id);
    expect([...(await keys.find([one!.id, other!.id])).keys()]).toEqual([other!.id]);
    const { rows } = await database.pool.query('SELECT FROM erasing.passage_key WHERE id = $1', [one!.id]);
    expect(rows).toEqual([]);
  });
});

describe('a session', () => {
  it('holds its locks against every other until it closes', async () => {
    const one = await Session.open(database.url, 'one');
    const other = await Session.open(database.url, 'other');
    expect(await one.tryLock('kompass:a')).toBe(true);
    expect(await other.tryLock('kompass:a')).toBe(false);
    expect(await other.tryLock('kompass:b')).toBe(true);
    const waiting = other.lock('kompass:a', new AbortController().signal);
    await one.close();
    expect(await waiting).toBe(true);
    await other.close();
    expect(one.lost.aborted).toBe(false);
  });

  it('tells when its connection is lost', async () => {
    const session = await Session.open(database.url, 'to be lost');
    const [row] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const lost = new Promise<void>((resolve) => session.lost.addEventListener('abort', () => resolve()));
    await database.pool.query('SELECT pg_terminate_backend($1)', [row!.pid]);
    await lost;
    await expect(new Checkpoints('any').current(session, 'any')).rejects.toThrow();
    await session.close();
  });
});
