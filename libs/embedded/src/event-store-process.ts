import { childEnvironment } from '@kompass/config';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { finished } from 'node:stream';
import { z } from 'zod';
import { StartupProblem } from './startup-problem.js';
import { supervise, type Supervised, type SupervisionOptions } from './supervision.js';

export interface EventStoreNodeOptions extends Omit<SupervisionOptions, 'name' | 'launch'> {
  /** The node's program. It is told `--postgres URL --port N`, sends `{port}` over IPC when it is ready, and ends in
   * order when that channel closes. */
  readonly entry: string | URL;
  readonly postgresUrl: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
}

/** The event-store node as a process of its own, started again when it dies. */
export interface EventStoreNodeProcess extends Supervised {
  readonly port: number;
  readonly url: string;
}

const stopLimitMs = 10_000;

/**
 * Starts the event-store node on a PostgreSQL and keeps it running on its port.
 *
 * @throws StartupProblem when it does not become ready
 */
export async function startEventStoreNodeProcess(
  options: EventStoreNodeOptions,
): Promise<EventStoreNodeProcess> {
  let { port = 0 } = options;
  const supervised = await supervise({
    ...options,
    name: 'the event-store node',
    launch: async (stopped) => {
      const launched = await launchNode(options, port, stopped);
      ({ port } = launched);
      return launched.child;
    },
  });
  return { ...supervised, port, url: `esdb://127.0.0.1:${port}?tls=false` };
}

const readyMessage = z.object({ port: z.number() });

/** Starts the program and waits until it is ready; `stopped` ends it at any time. */
async function launchNode(
  { entry, postgresUrl }: EventStoreNodeOptions,
  port: number,
  stopped: AbortSignal,
): Promise<{ child: ChildProcess; port: number }> {
  // The password goes by the environment: arguments can be read by every user of the machine.
  const url = new URL(postgresUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const child = fork(entry, ['--postgres', url.href, '--port', String(port)], {
    // A session of its own keeps Ctrl-C in the terminal away from it; it ends when the channel closes.
    detached: true,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: [],
    env: childEnvironment(password === '' ? {} : { PGPASSWORD: password }),
  });
  const end = () => {
    if (child.connected) child.disconnect();
    setTimeout(() => child.kill('SIGKILL'), stopLimitMs).unref();
  };
  stopped.addEventListener('abort', end);
  child.once('exit', () => stopped.removeEventListener('abort', end));

  let errors = '';
  const collect = (chunk: Buffer) => void (errors += chunk.toString());
  child.stderr!.on('data', collect);
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    // Not `close`, which never comes where `end` has closed the channel.
    child.once('exit', (code) =>
      finished(child.stderr!, () => {
        const reason = errors.trim().split('\n').at(-1) || `exit code ${code}`;
        reject(new StartupProblem(`the event-store node does not start: ${reason}`));
      }),
    );
    child.on('message', (message) => {
      const ready = readyMessage.safeParse(message);
      if (!ready.success) return;
      child.stderr!.off('data', collect).pipe(process.stderr, { end: false });
      resolve({ child, port: ready.data.port });
    });
  });
}
