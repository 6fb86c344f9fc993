import { runModule } from '@kompass/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startOf } from '../process.js';
import { startPostgres, stopLeftover } from './server.js';
import type { Postgres, PostgresOptions } from './server.js';

/** A program that starts the PostgreSQL of a folder, says its pid, then writes rows, saying each that is committed. */
const writer = `
  import { startPostgres } from '@kompass/embedded';
  import pg from 'pg';
  const { url, pid } = await startPostgres({ dataDir: process.argv[1] });
  const client = new pg.Client(url);
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS acknowledged (n int)');
  console.log(pid);
  for (let n = 0; ; n++) {
    await client.query('INSERT INTO acknowledged VALUES ($1)', [n]);
    console.log(n);
  }`;

jest.setTimeout(60_000);

describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  const started: Postgres[] = [];

  // A folder of mode 0700, as a home folder is: as root the database's user may not enter it by itself.
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
  });
  afterEach(async () => {
    for (const postgres of started.splice(0)) await postgres.stop();
    await stopLeftover(dataDir);
    await rm(dataDir, { recursive: true, maxRetries: 10 });
  });

  async function start(options: Partial<PostgresOptions> = {}): Promise<Postgres> {
    const postgres = await startPostgres({ dataDir, unsafe: true, ...options });
    started.push(postgres);
    return postgres;
  }

  async function query(postgres: Postgres, sql: string): Promise<unknown[]> {
    const client = new pg.Client(postgres.url);
    await client.connect();
    try {
      return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.map(([value]) => value);
    } finally {
      await client.end();
    }
  }

  /** Runs `writer` until it has said that some rows are committed. */
  async function writing() {
    const program = runModule(writer, dataDir);
    const pid = Number(await program.line());
    while (Number(await program.line()) < 20);
    return { program, pid };
  }

  async function highest(postgres: Postgres): Promise<number> {
    const [max, count] = await query(
      postgres,
      'SELECT unnest(ARRAY[max(n) + 1, count(*)]) FROM acknowledged',
    );
    expect(max).toBe(count);
    return Number(count);
  }

  it('keeps its data, its password and its durability over a stop and a start', async () => {
    const first = await start({ unsafe: false });
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    expect(startOf(first.pid)).toBeUndefined();

    const second = await start({ unsafe: false });
    expect(await query(second, 'SELECT n FROM kept')).toEqual([1]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']) {
      expect([setting, await query(second, `SHOW ${setting}`)]).toEqual([setting, ['on']]);
    }
  });

  it('is closed to others', async () => {
    const postgres = await start();
    expect(await query(postgres, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    const stranger = { url: Object.assign(new URL(postgres.url), { password: 'wrong' }).href };
    await expect(query({ ...postgres, ...stranger }, 'SELECT 1')).rejects.toThrow('password');
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
  });

  it('is stopped and started again after a killed run left it behind', async () => {
    const { program, pid } = await writing();
    await program.kill();
    expect(startOf(pid)).toBeDefined();

    const told: string[] = [];
    const postgres = await start({ log: (message) => told.push(message) });
    expect(told).toEqual([`stopped the PostgreSQL (pid ${pid}) that a killed run left behind`]);
    expect(startOf(pid)).toBeUndefined();
    expect(await highest(postgres)).toBeGreaterThan(20);
  });

  it('keeps what it acknowledged when it is killed itself', async () => {
    const { program, pid } = await writing();
    process.kill(pid, 'SIGKILL');
    let acknowledged = 20;
    for (let line; (line = Number(await program.line())) > acknowledged; acknowledged = line);
    await program.kill();

    expect(await highest(await start())).toBeGreaterThan(acknowledged);
  });

  it('starts although its pid belongs to another program by now', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.stop();
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    const other = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
    await once(other, 'spawn');
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(/^\d+/, String(other.pid)));

    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
    expect(other.exitCode).toBeNull();
    other.kill();
  });

  it('starts where a server was killed before it had written its pid', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.stop();
    await truncate(join(dataDir, 'postgres', 'postmaster.pid'));
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
  });

  it('is not started twice', async () => {
    const { program } = await writing();
    await expect(start()).rejects.toThrow(`data folder ${dataDir} is in use by process ${program.child.pid}`);
    await program.kill();
  });

  it('says when somebody ends it', async () => {
    const told = new Promise(
      (resolve) => void start({ onExit: resolve }).then(({ pid }) => process.kill(pid, 9)),
    );
    expect(await told).toMatch(/^PostgreSQL ended unexpectedly: see /);
  });

  it('says when its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(`port ${port} is taken`);
    server.close();
  });

  it('says when its folder cannot be made', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    await expect(startPostgres({ dataDir: join(file, 'data') })).rejects.toThrow('cannot be made: ENOTDIR');
  });

  it('begins again where a kill interrupted the making of the cluster', async () => {
    const program = runModule(writer, dataDir);
    while (!(await readdir(dataDir)).some((name) => name.startsWith('postgres.new-')));
    await program.kill();
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
  });
});
