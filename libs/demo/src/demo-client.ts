import { setTimeout as delay } from 'node:timers/promises';
import {
  ProblemError,
  type AnswerOf,
  type KompassClient,
  type RequestOf,
  type Route,
} from '@kompass/contracts';

/** Told as the load goes on: what is being done, and how much of how much. */
export type Progress = (step: string, done: number, of: number) => void;

/** Tries of what waits for another context or a view: about ten seconds in all. */
const attempts = 20;

/** A command under its fixed key: run again, it is the same command. */
export function command<R extends Route>(
  client: KompassClient,
  route: R,
  key: string,
  request: RequestOf<R>,
): Promise<AnswerOf<R>> {
  return persistently(() => client.call(route, { ...request, idempotencyKey: `demo-${key}` }));
}

/**
 * Asks again while another context has not heard yet of what is named, a view is not up to date, or the answer is not
 * the one awaited.
 */
export async function persistently<T>(
  ask: () => Promise<T>,
  awaited: (answer: T) => boolean = () => true,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const last = attempt === attempts;
    try {
      const answer = await ask();
      if (awaited(answer)) return answer;
      if (last) throw new Error(`what the demo waits for did not come: ${JSON.stringify(answer)}`);
    } catch (error) {
      if (last || !isSoon(error)) throw error;
    }
    await delay(50 * (attempt + 1));
  }
}

/** Not yet, and maybe soon: a context that has not heard of an evaluation says that there is none. */
function isSoon(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  const { status, code } = error.problem;
  return status === 503 || code === 'not-yet-known' || code === 'evaluation-unknown';
}
