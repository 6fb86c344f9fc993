import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupProblem } from '../startup-problem.js';
import { places, reasonIn } from './cluster.js';
import type { ClusterTools } from './cluster.js';
import { postmasterOf } from './orphan.js';

/** How long a server may take to recover and become ready. */
const startLimitMs = 180_000;
/** How long the backends of a killed server may take to notice that it is gone. */
const orphanedBackendsLimitMs = 15_000;

/**
 * Starts the server of a cluster and waits until it is ready.
 *
 * @param wanted port, 0 for any free one
 * @throws StartupProblem when it does not start
 */
export async function boot(
  dataDir: string,
  wanted: number,
  tools: ClusterTools,
): Promise<{ child: ChildProcess; pid: number; port: number }> {
  const { cluster, log } = places(dataDir);
  const deadline = Date.now() + orphanedBackendsLimitMs;
  for (;;) {
    const port = wanted || (await freePort());
    const launched = await launchServer(cluster, log, port, tools);
    if ('pid' in launched) return { ...launched, port };
    const { failure } = launched;
    const taken = failure.includes('could not create any TCP/IP sockets');
    const backendsAlive = failure.includes('pre-existing shared memory block');
    if (taken && wanted) throw new StartupProblem(`port ${port} is taken: PostgreSQL needs another`);
    if (!(taken || backendsAlive) || Date.now() > deadline) {
      throw new StartupProblem(`PostgreSQL does not start in ${cluster}: ${reasonIn(failure)} (see ${log})`);
    }
    await delay(200);
  }
}

/** Starts the server and waits until it is ready, or until it has ended: then `failure` is what it wrote. */
async function launchServer(
  cluster: string,
  logPath: string,
  port: number,
  { binaries, launch, unsafe }: ClusterTools,
): Promise<{ child: ChildProcess; pid: number } | { failure: string }> {
  const flags = Object.entries(settings(port, unsafe)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(logPath, 'a', 0o600);
  try {
    const { size: before } = await log.stat();
    const child = launch(binaries.postgres, ['-D', cluster, ...flags], { stdio: ['ignore', log.fd, log.fd] });
    child.unref();
    await once(child, 'spawn');
    const limit = Date.now() + startLimitMs;
    while (isAlive(child)) {
      const postmaster = await postmasterOf(cluster);
      if (postmaster?.pid === child.pid && postmaster?.status === 'ready')
        return { child, pid: postmaster.pid };
      if (Date.now() > limit) {
        child.kill('SIGQUIT');
        return { failure: `not ready after ${startLimitMs / 1000} seconds` };
      }
      await delay(10);
    }
    return { failure: (await readFile(logPath)).subarray(before).toString() };
  } finally {
    await log.close();
  }
}

/** Whether a child process still runs. */
export function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Given on the command line, so that a cluster of any age runs with the settings of this version. */
function settings(port: number, unsafe: boolean): Record<string, string | number> {
  const durable = unsafe ? 'off' : 'on';
  return {
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
