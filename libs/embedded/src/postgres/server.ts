import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartupProblem, errorCode } from '../startup-problem.js';
import { databaseAccount, launcher } from './account.js';
import { findBinaries } from './binaries.js';
import { ensureCluster, folderMode, owner, places, reasonIn } from './cluster.js';
import type { ClusterTools } from './cluster.js';
import { postmasterOf, stopOrphan, stopServer } from './orphan.js';

export interface PostgresOptions {
  /** The data folder; the cluster lies in `postgres/` below it. Made if it is not there. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  /** Gives up durability for speed: tests only. */
  readonly unsafe?: boolean;
  /** Told in a sentence what is worth knowing: a cluster made, an orphan stopped. */
  readonly log?: (message: string) => void;
  /** Told when the server ends although nobody stopped it. */
  readonly onExit?: (message: string) => void;
}

/** A running PostgreSQL. */
export interface Postgres {
  /** With user and password, of a database of its own. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops it in order (`pg_ctl stop -m fast`); a second call waits for the first. */
  stop(): Promise<void>;
}

/** How long a server may take to recover and become ready. */
const startLimitMs = 180_000;
/** How long a killed server's backends may take to notice that it is gone. */
const orphanedBackendsLimitMs = 15_000;

/**
 * Starts the PostgreSQL of a data folder: makes its cluster at the first start, stops the orphan of a killed run,
 * recovers after a crash. The server is a process of its own; when this process is killed, it lives on as an orphan,
 * which the next start stops.
 *
 * @throws StartupProblem when the folder, the port or this machine does not allow it
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await findBinaries();
  const dataDir = await existing(options.dataDir);
  const { cluster, log } = places(dataDir);
  const account = await databaseAccount(cluster);
  const launch = await launcher(account, [binaries.home, dataDir]);
  const tools = { binaries, account, launch, unsafe: options.unsafe ?? false };

  const orphan = await stopOrphan(cluster, tools);
  if (orphan !== undefined)
    options.log?.(`stopped the PostgreSQL (pid ${orphan}) that a killed run left behind`);
  const password = await ensureCluster(dataDir, tools);

  const deadline = Date.now() + orphanedBackendsLimitMs;
  for (;;) {
    const port = options.port || (await freePort());
    const { child, failure } = await launchServer(cluster, log, port, tools);
    if (failure === undefined) {
      const url = (database: string) => `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`;
      await ensureDatabase(url('postgres'));
      return running(child, { url: url(owner), port, cluster, tools, onExit: options.onExit });
    }
    const taken = /could not bind|could not create any TCP/.test(failure);
    const backendsAlive = failure.includes('pre-existing shared memory block');
    if (taken && options.port) {
      throw new StartupProblem(`port ${port} is taken: PostgreSQL needs another`);
    }
    if (!(taken || backendsAlive) || Date.now() > deadline) {
      throw new StartupProblem(`PostgreSQL does not start in ${cluster}: ${reasonIn(failure)} (see ${log})`);
    }
    await delay(200);
  }
}

async function existing(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: folderMode() });
    return await realpath(dataDir);
  } catch (error) {
    throw new StartupProblem(`data folder ${dataDir} cannot be made: ${errorCode(error)}`);
  }
}

/** Starts the server and waits until it is ready, or until it has ended: then `failure` is what it wrote. */
async function launchServer(
  cluster: string,
  logPath: string,
  port: number,
  { binaries, launch, unsafe }: ClusterTools,
): Promise<{ child: ChildProcess; failure?: string }> {
  const durable = unsafe ? 'off' : 'on';
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: unsafe ? 300 : 100,
    shared_buffers: unsafe ? '32MB' : '128MB',
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    jit: 'off',
    log_checkpoints: 'off',
    timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(logPath, 'a', 0o600);
  try {
    const { size: written } = await log.stat();
    const child = launch(binaries.postgres, ['-D', cluster, ...flags], { stdio: ['ignore', log.fd, log.fd] });
    child.unref();
    await once(child, 'spawn');
    const limit = Date.now() + startLimitMs;
    while (child.exitCode === null && child.signalCode === null) {
      const postmaster = await postmasterOf(cluster);
      if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return { child };
      if (Date.now() > limit) {
        child.kill('SIGQUIT');
        return { child, failure: `not ready after ${startLimitMs / 1000} seconds` };
      }
      await delay(10);
    }
    return { child, failure: (await readFile(logPath)).subarray(written).toString() };
  } finally {
    await log.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [owner]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${owner}`);
  } finally {
    await client.end();
  }
}

function running(
  child: ChildProcess,
  server: {
    url: string;
    port: number;
    cluster: string;
    tools: ClusterTools;
    onExit: ((message: string) => void) | undefined;
  },
): Postgres {
  const { url, port, cluster, tools, onExit } = server;
  const ended = once(child, 'exit');
  let stopping: Promise<void> | undefined;
  void ended.then(() => {
    if (!stopping) onExit?.(`PostgreSQL ended unexpectedly (see ${cluster}.log)`);
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await stopServer(cluster, tools);
    await ended;
  };
  if (child.pid === undefined) throw new Error('a started process has a pid');
  return { url, port, pid: child.pid, stop: () => (stopping ??= stop()) };
}
