import { setTimeout as delay } from 'node:timers/promises';

/** Tries: about ten seconds in all. */
const attempts = 500;

/** Asks until the answer is what is awaited: for what another context learns over the bus. */
export async function eventually<T>(ask: () => Promise<T>, awaited: (answer: T) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (awaited(answer)) return answer;
    if (attempt === attempts) throw new Error(`it never came: ${JSON.stringify(answer)}`);
    await delay(20);
  }
}
