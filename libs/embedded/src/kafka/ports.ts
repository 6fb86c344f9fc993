import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartupProblem } from '../startup-problem.js';
import type { Ports } from './properties.js';

/**
 * Below the range from which systems give ports to connections, so that a broker finds its own free when it is started
 * again: its clients know it by that.
 */
const quiet = { from: 20_000, below: 30_000 };

/**
 * The ports of a broker: those it had, if they are free.
 *
 * @param wanted 0 takes any
 * @throws StartupProblem when the one that is wanted is taken
 */
export async function choosePorts(wanted: number, before: Ports | undefined): Promise<Ports> {
  if (wanted !== 0 && !(await isFree(wanted))) {
    throw new StartupProblem(`port ${wanted} is taken: Kafka needs another`);
  }
  const broker = wanted || (await oneFree(before?.broker));
  let controller = await oneFree(before?.controller);
  while (controller === broker) controller = await oneFree();
  return { broker, controller };
}

async function oneFree(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (;;) {
    const port = randomInt(quiet.from, quiet.below);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
