import { freePort, isFree } from '../free-port.js';
import { StartupProblem } from '../startup-problem.js';
import type { Ports } from './properties.js';

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
  const broker = wanted || (await freePort(before?.broker));
  let controller = await freePort(before?.controller);
  while (controller === broker) controller = await freePort();
  return { broker, controller };
}
