import { childEnvironment } from '@kompass/config';
import { backOff } from '@kompass/event-store';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { finished } from 'node:stream';
import { z } from 'zod';
import { isAlive } from './postgres/boot.js';
import { StartupProblem } from './startup-problem.js';

export interface EventStoreNodeOptions {
  /** The node's program. It is told `--postgres URL --port N`, sends `{port}` over IPC when it is ready, and ends in
   * order when that channel closes. */
  readonly entry: string | URL;
  readonly postgresUrl: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** How long a node that keeps dying is started again and again before it is given up; a minute if absent. */
  readonly patienceMs?: number;
  /** Told in a sentence what is worth knowing. */
  readonly log?: (message: string) => void;
  /** Told when the node, having died, runs again: as another process. */
  readonly onRestart?: () => void;
  /** Told when the node has ended for good although nobody stopped it. */
  readonly onExit?: (message: string) => void;
}

/** The event-store node as a process of its own, started again when it dies. */
export interface EventStoreNodeProcess {
  readonly port: number;
  readonly url: string;
  /** Of the process as it runs now. */
  readonly pid: () => number | undefined;
  /** Lets it answer what is pending and waits until it has ended; a second call waits for the first. */
  stop(): Promise<void>;
}

/** What is waited before a node is started again: longer each time, until it has run for `steadyMs`. */
const restarts = { firstMs: 50, mostMs: 2_000, steadyMs: 5_000 };
const stopLimitMs = 10_000;

/**
 * Starts the event-store node on a PostgreSQL and keeps it running on its port.
 *
 * @throws StartupProblem when it does not become ready
 */
export async function startEventStoreNodeProcess(
  options: EventStoreNodeOptions,
): Promise<EventStoreNodeProcess> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const first = await launchNode(options, options.port ?? 0, signal);
  const { port } = first;
  const { patienceMs = 60_000 } = options;
  let { child } = first;

  const supervise = async () => {
    let begun = Date.now();
    let trouble = { since: begun, deaths: 0 };
    for (;;) {
      if (isAlive(child)) await once(child, 'exit');
      if (signal.aborted) return;
      const now = Date.now();
      if (now - begun > restarts.steadyMs) trouble = { since: now, deaths: 0 };
      if (now - trouble.since > patienceMs)
        return options.onExit?.('the event-store node keeps dying: see above');
      options.log?.('the event-store node has died and is started again');
      trouble.deaths += 1;
      await backOff(restarts, trouble.deaths, signal);
      if (signal.aborted) return;
      const next = await launchNode(options, port, signal).catch((error: Error) => error.message);
      begun = Date.now();
      if (typeof next === 'string') {
        options.log?.(next);
      } else {
        child = next.child;
        options.onRestart?.();
      }
    }
  };
  const supervision = supervise();
  return {
    port,
    url: `esdb://127.0.0.1:${port}?tls=false`,
    pid: () => child.pid,
    stop: () => {
      stopped.abort();
      return supervision;
    },
  };
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
