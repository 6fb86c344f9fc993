import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from '@kompass/config';
import { isAlive } from './postgres/boot.js';
import { StartupProblem } from './startup-problem.js';
import { supervise, type Supervised, type SupervisionOptions } from './supervision.js';

export interface ServiceProcessOptions extends Omit<SupervisionOptions, 'launch'> {
  /** Its program, which ends in order when its parent does. */
  readonly entry: string | URL;
  /** Its settings, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Where what it writes is kept; the path names it to the operator. */
  readonly logFile: string;
  /** Where it answers: `http://127.0.0.1:3000`. */
  readonly url: string;
}

/** How long it may take to answer, and to end in order. */
const limits = { startMs: 60_000, stopMs: 6_000 };
const lookEveryMs = 50;

/**
 * Starts a service as a process of its own and keeps it running; ready when it answers.
 *
 * @throws StartupProblem when it does not become ready
 */
export function startServiceProcess(options: ServiceProcessOptions): Promise<Supervised> {
  return supervise({ ...options, launch: (stopped) => launch(options, stopped) });
}

async function launch(
  { name, entry, env, logFile, url }: ServiceProcessOptions,
  stopped: AbortSignal,
): Promise<ChildProcess> {
  const log = await open(logFile, 'a', 0o600);
  const child = fork(entry, [], {
    // A session of its own keeps Ctrl-C in the terminal away from it; it ends when the channel closes.
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    execArgv: ['--enable-source-maps'],
    env: childEnvironment(env),
  });
  await once(child, 'spawn');
  await log.close();
  const end = () => {
    if (child.connected) child.disconnect();
    setTimeout(() => child.kill('SIGKILL'), limits.stopMs).unref();
  };
  stopped.addEventListener('abort', end);
  child.once('exit', () => stopped.removeEventListener('abort', end));
  const exited = once(child, 'exit');
  for (const limit = Date.now() + limits.startMs; !(await isHealthy(url)); await delay(lookEveryMs)) {
    if (isAlive(child) && Date.now() < limit && !stopped.aborted) continue;
    if (!stopped.aborted) child.kill('SIGKILL');
    if (isAlive(child)) await exited;
    throw new StartupProblem(`${name} does not start: see ${logFile}`);
  }
  return child;
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
