import { runModule, testDatabase } from '@kompass/testing';
import type { TestDatabase } from '@kompass/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { openDataFolder } from '../data-folder.js';
import type { DataFolder } from '../data-folder.js';
import { startPostgres } from '../postgres/server.js';
import { entryFile, unpackArchive } from './archive.js';
import { backup } from './backup.js';
import { restore } from './restore.js';
import type { AppliedMigrations } from './restore.js';

/** What the application's migrations would make. */
const ddl = `
  CREATE SCHEMA event_store;
  CREATE TABLE event_store.event (
    position bigint PRIMARY KEY, id uuid NOT NULL, type text NOT NULL, data bytea NOT NULL, created timestamptz NOT NULL);
  CREATE SCHEMA scoring;
  CREATE TABLE scoring.migration (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name text NOT NULL);
  CREATE TABLE scoring.area (id text PRIMARY KEY);
  CREATE TABLE scoring."Odd ""name" (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, area text REFERENCES scoring.area, "order" jsonb,
    twice int GENERATED ALWAYS AS (id * 2) STORED);
  CREATE TABLE scoring.event_count (n bigint);`;

const migration = `INSERT INTO scoring.migration ("timestamp", name) VALUES (1, 'First')`;

const filled = `
  INSERT INTO event_store.event SELECT n, gen_random_uuid(), 'A', decode(repeat('00ff0a5c', 50), 'hex'), now()
    FROM generate_series(1, 2000) n;
  INSERT INTO scoring.area VALUES (E'tab\\t newline\\n back\\\\slash \\\\N'), ('æøå'), ('');
  INSERT INTO scoring."Odd ""name" (area, "order") VALUES ('', '{"a":[1,null]}'), (NULL, NULL);
  INSERT INTO scoring.event_count VALUES (2000);`;

const migrate = async (url: string, applied: AppliedMigrations) => {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(ddl);
  if (applied.scoring?.includes('First')) await client.query(migration);
  await client.query(`INSERT INTO scoring.area VALUES ('seeded by a migration')`);
  await client.end();
};

const tables = ['event_store.event', 'scoring.migration', 'scoring.area', 'scoring."Odd ""name"'];

jest.setTimeout(60_000);

describe('a backup', () => {
  let parent: string;
  let database: TestDatabase;
  let folder: DataFolder;
  let file: string;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
    folder = await openDataFolder(join(parent, 'data'));
    database = await testDatabase();
    await database.pool.query(ddl);
    await database.pool.query(migration);
    await database.pool.query(filled);
  });
  afterAll(async () => {
    await database.drop();
    await folder.release();
    await rm(parent, { recursive: true });
  });
  beforeEach(() => {
    file = join(parent, 'kompass.backup');
  });
  afterEach(async () => {
    await rm(file, { force: true });
    await rm(join(parent, 'restored'), { recursive: true, force: true });
    expect(await readdir(parent)).toEqual(['data']);
  });

  const write = () => backup({ dataDir: folder.path, postgresUrl: database.url, file, version: '0.1.0' });
  const read = (dir = 'restored') => restore({ file, dataDir: join(parent, dir), migrate });

  async function contents(pool: Pick<pg.Pool, 'query'>): Promise<unknown[]> {
    const all = [];
    for (const table of tables) all.push((await pool.query(`SELECT * FROM ${table} ORDER BY 1`)).rows);
    return all;
  }

  /** The restored database, running as long as `work` lasts. */
  async function restored(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
    const opened = await openDataFolder(join(parent, 'restored'));
    const postgres = await startPostgres({ dataDir: opened.path });
    const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
    try {
      expect(opened.keys).toEqual(folder.keys);
      await work(pool);
    } finally {
      await pool.end();
      await postgres.stop();
      await opened.release();
    }
  }

  it('brings back every table and key, and numbers go on where they were', async () => {
    await mkdir(join(folder.checkpoints, 'scoring'), { recursive: true });
    await writeFile(join(folder.checkpoints, 'scoring', '2017-09-16.jsonl'), 'of a cluster');
    await writeFile(join(folder.checkpoints, '2017-09-14.jsonl'), 'signed');
    await writeFile(join(folder.checkpoints, '2017-09-15.jsonl.new'), 'not yet');
    const manifest = await write();
    expect(manifest.tables.map(({ schema, table, rows }) => [`${schema}.${table}`, rows])).toEqual([
      ['event_store.event', 2000],
      ['scoring.Odd "name', 2],
      ['scoring.area', 3],
      ['scoring.event_count', 1],
      ['scoring.migration', 1],
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    expect(await read()).toEqual(manifest);
    const checkpoints = join(parent, 'restored', 'checkpoints');
    const kept = await readdir(checkpoints, { recursive: true });
    expect(kept.toSorted()).toEqual(['2017-09-14.jsonl', 'scoring', 'scoring/2017-09-16.jsonl']);
    expect(await readFile(join(checkpoints, '2017-09-14.jsonl'), 'utf8')).toBe('signed');
    await restored(async (pool) => {
      expect(await contents(pool)).toEqual(await contents(database.pool));
      const next = await pool.query(
        `INSERT INTO scoring."Odd ""name" (area) VALUES ('æøå') RETURNING id, twice`,
      );
      expect(next.rows).toEqual([{ id: 3, twice: 6 }]);
      await expect(pool.query(`INSERT INTO scoring."Odd ""name" (area) VALUES ('x')`)).rejects.toThrow(
        'foreign key',
      );
    });
  });

  it('is of one moment, while writing goes on', async () => {
    let writing = true;
    let written = 0;
    const writer = (async () => {
      for (let n = 2001; writing; n++, written++) {
        await database.pool.query(
          `WITH event AS (INSERT INTO event_store.event VALUES (${n}, gen_random_uuid(), 'B', '', now()))
           UPDATE scoring.event_count SET n = ${n}`,
        );
      }
    })();
    while (written < 10) await new Promise(setImmediate);
    const atStart = written;
    await write();
    const atEnd = written;
    writing = false;
    await writer;
    expect(atEnd).toBeGreaterThan(atStart);

    const unpacked = await mkdtemp(join(parent, 'data', 'unpacked-'));
    const { tables } = await unpackArchive(file, unpacked);
    const events = tables.find(({ table }) => table === 'event')!.rows;
    const counted = Number(await readFile(entryFile(unpacked, 'tables/scoring.event_count.copy'), 'utf8'));
    await rm(unpacked, { recursive: true });
    expect(events).toBe(counted);
    expect(events).toBeGreaterThanOrEqual(2000 + atStart);
  });

  it('does not take the place of another file, nor of a folder that holds something', async () => {
    await write();
    await expect(write()).rejects.toThrow(`${file} is there already: name another file`);
    await expect(read('data')).rejects.toThrow('is not empty: restore into one that is not there yet');
    await expect(
      backup({ dataDir: folder.path, postgresUrl: '', file: join(file, 'x'), version: '' }),
    ).rejects.toThrow('cannot be written (ENOTDIR)');
  });

  it('leaves nothing of an earlier one that was killed', async () => {
    const program = runModule(`console.log(process.pid)`);
    const pid = Number(await program.line());
    await program.kill();
    await mkdir(`${file}.partial-${pid}`);
    await writeFile(join(`${file}.partial-${pid}`, 'keys.json'), '{}');
    await write();
    expect((await readdir(parent)).sort()).toEqual(['data', 'kompass.backup']);
  });

  it('is restored where an earlier try was killed, whose database ends', async () => {
    await write();
    const program = runModule(
      `import { restore } from '@kompass/embedded';
       const migrate = (url) => new Promise(() => { console.log(url); setInterval(() => undefined, 1000); });
       await restore({ file: process.argv[1], dataDir: process.argv[2], migrate });`,
      file,
      join(parent, 'restored'),
    );
    const url = await program.line();
    await program.kill();
    expect(await readdir(parent)).toContainEqual(expect.stringMatching(/^restored\.restoring-/));

    await read();
    expect((await readdir(parent)).sort()).toEqual(['data', 'kompass.backup', 'restored']);
    await expect(new pg.Client(url).connect()).rejects.toThrow('ECONNREFUSED');
  });

  it('that is not there is named', async () => {
    await expect(read()).rejects.toThrow(`there is no backup ${file}`);
  });

  it('of a program with other tables is not read', async () => {
    await database.pool.query(`INSERT INTO scoring.migration ("timestamp", name) VALUES (2, 'Second')`);
    await write();
    await database.pool.query(`DELETE FROM scoring.migration WHERE name = 'Second'`);
    await expect(read()).rejects.toThrow('which has migration scoring.Second: restore it with that version');
  });

  it('of a newer form is not read', async () => {
    await write();
    const tar = gunzipSync(await readFile(file));
    await writeFile(
      file,
      gzipSync(Buffer.from(tar.toString('latin1').replace('"format": 1', '"format": 2'), 'latin1')),
    );
    await expect(read()).rejects.toThrow('was written by a newer version of Kompass');
  });

  it.each<[string, (content: Buffer) => Buffer]>([
    ['cut off', (content) => content.subarray(0, content.length - 100)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('not a backup')],
    ['another archive', () => gzipSync(Buffer.alloc(1024))],
    ['changed by a bit', (content) => flipped(content, Math.floor(content.length / 2))],
    [
      'changed by a bit before it was compressed',
      (content) => {
        const tar = gunzipSync(content);
        return gzipSync(flipped(tar, tar.indexOf('00ff0a5c')));
      },
    ],
    [
      'without one of its entries',
      (content) => {
        const tar = gunzipSync(content);
        return gzipSync(
          Buffer.concat([tar.subarray(0, tar.lastIndexOf('tables/scoring.area')), Buffer.alloc(1024)]),
        );
      },
    ],
  ])('that is %s is not read', async (_, damage) => {
    await write();
    await writeFile(file, damage(await readFile(file)));
    await expect(read()).rejects.toThrow(new RegExp(`^backup ${file} is damaged \\(.+\\): use another$`));
  });
});

function flipped(content: Buffer, index: number): Buffer {
  const copy = Buffer.from(content);
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}
