import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, realpath } from 'node:fs/promises';
import pg from 'pg';
import { lock } from '../lock.js';
import { StartupProblem, errorCode } from '../startup-problem.js';
import { databaseAccount, launcher } from './account.js';
import { findBinaries } from './binaries.js';
import { boot, isAlive } from './boot.js';
import { ensureCluster, folderMode, owner, places } from './cluster.js';
import type { ClusterTools } from './cluster.js';
import { postmasterOf, stopOrphan, stopServer } from './orphan.js';

export interface PostgresOptions {
  /** The data folder; the cluster lies in `postgres/` below it. Made if it is not there. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  /** Gives up durability for speed: tests only. */
  readonly unsafe?: boolean;
  /** Told in a sentence what is worth knowing. */
  readonly log?: (message: string) => void;
  /** Told when the server ends although nobody stopped it. */
  readonly onExit?: (message: string) => void;
}

/** A running PostgreSQL. */
export interface Postgres {
  /** Of a database of its own, with user and password; the user is a superuser. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops it in order (`pg_ctl stop -m fast`); a second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a data folder: makes its cluster at the first start, stops the orphan of a killed run,
 * recovers after a crash. The server is a process of its own; when this process is killed, it lives on as an orphan,
 * which the next start stops.
 *
 * @throws StartupProblem when the folder, the port or this machine does not allow it, or another process runs it
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = await existing(options.dataDir);
  const { cluster, log } = places(dataDir);
  const release = await lock(dataDir, 'postgres');
  try {
    const tools = await clusterTools(dataDir, options.unsafe);
    const orphan = await stopOrphan(cluster, tools);
    if (orphan !== undefined) {
      options.log?.(`stopped the PostgreSQL (pid ${orphan}) that a killed run left behind`);
    }
    const password = await ensureCluster(dataDir, tools);
    const { child, pid, port } = await boot(dataDir, options.port ?? 0, tools);
    const url = (database: string) => `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`;
    const stop = stopperOf(
      child,
      () => stopServer(cluster, tools),
      release,
      () => options.onExit?.(`PostgreSQL ended unexpectedly: see ${log}`),
    );
    await ensureDatabase(url('postgres')).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { url: url(owner), port, pid, stop };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Stops the server that a killed run left behind in a data folder, if there is one. */
export async function stopLeftover(dataDir: string): Promise<void> {
  const { cluster } = places(dataDir);
  if (await postmasterOf(cluster)) await stopOrphan(cluster, await clusterTools(dataDir));
}

async function existing(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: folderMode() });
    return await realpath(dataDir);
  } catch (error) {
    throw new StartupProblem(`data folder ${dataDir} cannot be made: ${errorCode(error)}`);
  }
}

async function clusterTools(dataDir: string, unsafe = false): Promise<ClusterTools> {
  const binaries = await findBinaries();
  const account = await databaseAccount(places(dataDir).cluster);
  return { binaries, account, launch: await launcher(account, [binaries.home, dataDir]), unsafe };
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined); // the query that meets it is rejected as well
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [owner]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${owner}`);
  } finally {
    await client.end();
  }
}

function stopperOf(
  child: ChildProcess,
  end: () => Promise<void>,
  release: () => Promise<void>,
  unexpected: () => void,
): () => Promise<void> {
  const exited = once(child, 'exit');
  let stopping: Promise<void> | undefined;
  void exited.then(() => stopping ?? unexpected());
  const stop = async () => {
    if (isAlive(child)) {
      child.ref();
      await end();
      await exited;
    }
    await release();
  };
  return () => (stopping ??= stop());
}
