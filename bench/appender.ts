import type { Position } from '@eventstore/db-client';
import type { Engine } from './engine.js';

let streams = 0;

/**
 * Appends to a stream of its own, one after the other, the event that the last command on an evaluation led to: the
 * same bytes but for its id.
 */
export async function appender(engine: Engine, evaluation: string): Promise<() => Promise<Position>> {
  const event = (await engine.read(`evaluation-${evaluation}`)).at(-1)!;
  const stream = `bare-${(streams += 1)}`;
  let revision = -1;
  return () => engine.append(stream, revision++, [event]);
}
