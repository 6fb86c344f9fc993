import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf } from '../process.js';
import { StartupProblem } from '../startup-problem.js';
import type { Launch } from './account.js';
import type { Binaries } from './binaries.js';
import { reasonIn, run } from './cluster.js';

/** How long a server may take to write the pid file that it has just made. */
const beginningMs = 2_000;

const pidFile = (cluster: string) => join(cluster, 'postmaster.pid');

/** What `postmaster.pid` says about the server of a cluster. */
export interface Postmaster {
  readonly pid: number;
  /** `starting`, `ready` or `stopping`; empty before the first. */
  readonly status: string;
}

/** The server that wrote the cluster's pid file, which may be gone. */
export async function postmasterOf(cluster: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(pidFile(cluster), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, status: lines[7]?.trim() ?? '' } : undefined;
}

/**
 * Ends the server that a killed run left behind, in order; the next start recovers what it must.
 *
 * @returns its pid, if there was one
 */
export async function stopOrphan(
  cluster: string,
  { binaries, launch }: { binaries: Binaries; launch: Launch },
): Promise<number | undefined> {
  const found = (await postmasterOf(cluster)) ?? (await lateEntry(cluster));
  if (!found) return undefined;
  if (serves(found, cluster)) {
    await stopServer(cluster, { binaries, launch });
    return found.pid;
  }
  await disownPid(cluster);
  return undefined;
}

/** Whether that process runs, and is the cluster's server. */
function serves({ pid }: Postmaster, cluster: string): boolean {
  return commandLineOf(pid)?.includes(cluster) ?? false;
}

/**
 * Stops a server and waits until it is gone: connections are ended, what they had committed is kept.
 *
 * @throws StartupProblem when it cannot be stopped
 */
export async function stopServer(
  cluster: string,
  { binaries, launch }: { binaries: Binaries; launch: Launch },
): Promise<void> {
  let output = '';
  for (const mode of ['fast', 'immediate']) {
    const postmaster = await postmasterOf(cluster);
    if (!postmaster || !serves(postmaster, cluster)) return;
    const stop = ['stop', `--pgdata=${cluster}`, `--mode=${mode}`, '--wait', '--timeout=30'];
    const result = await run(launch, binaries.pgCtl, stop);
    if (result.code === 0) return;
    output = result.output;
  }
  throw new StartupProblem(`PostgreSQL in ${cluster} does not stop: ${reasonIn(output)}`);
}

/**
 * A server that was killed as it began has left an empty pid file, for which PostgreSQL would refuse to start: it is
 * removed, unless its maker lives and writes it.
 */
async function lateEntry(cluster: string): Promise<Postmaster | undefined> {
  const isEmpty = async () => (await stat(pidFile(cluster)).catch(() => undefined))?.size === 0;
  for (const limit = Date.now() + beginningMs; await isEmpty(); await delay(50)) {
    if (Date.now() > limit) await rm(pidFile(cluster), { force: true });
  }
  return postmasterOf(cluster);
}

/**
 * The server is gone. Where its pid still answers – another program has it, or nobody has reaped it – PostgreSQL would
 * refuse to start. Removing the file would also remove its guard against surviving backends (the shared memory named
 * in it), so only the pid is replaced: with ours, since a server takes its own parent's pid for a stale one.
 */
async function disownPid(cluster: string): Promise<void> {
  const file = pidFile(cluster);
  const [{ uid, gid }, text] = await Promise.all([stat(file), readFile(file, 'utf8')]);
  const draft = `${file}.new`;
  await writeFile(draft, [process.pid, ...text.split('\n').slice(1)].join('\n'), { mode: 0o600 });
  await chown(draft, uid, gid);
  await rename(draft, file);
}
