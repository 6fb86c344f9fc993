import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../process.js';
import { places } from './properties.js';

/** How long a broker may take to stop in order. */
export const stopLimitMs = 20_000;

/** Keeps which process is the broker of a data folder: `<pid> <start>`, since pids are reused. */
export async function notePid(dataDir: string, pid: number): Promise<void> {
  await writeFile(places(dataDir).pid, `${pid} ${startOf(pid)}\n`, { mode: 0o600 });
}

/**
 * Ends the broker that a killed run left behind in a data folder, in order where it can be.
 *
 * @returns its pid, if there was one
 */
export async function stopKafkaLeftover(dataDir: string): Promise<number | undefined> {
  const file = places(dataDir).pid;
  const [pid, start] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
  const left = start !== undefined && startOf(Number(pid)) === start ? Number(pid) : undefined;
  if (left !== undefined) await endProcess(left);
  await rm(file, { force: true });
  return left;
}

async function endProcess(pid: number): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended meanwhile.
    }
  };
  signal('SIGTERM');
  for (const limit = Date.now() + stopLimitMs; startOf(pid) !== undefined; await delay(20)) {
    if (Date.now() > limit) signal('SIGKILL');
  }
}
