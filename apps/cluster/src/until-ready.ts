import { setTimeout as delay } from 'node:timers/promises';

/** How long an answer may take, and how often it is asked for, in milliseconds. */
const answerLimitMs = 5_000;
const askEveryMs = 100;

export interface Ends {
  /** Rejects with what has ended for good. */
  readonly failed: Promise<never>;
  readonly told: AbortSignal;
}

/** Waits until every process at these addresses is ready. @throws what has failed, or why it was told to end */
export async function untilReady(urls: readonly string[], { failed, told }: Ends): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([told, over.signal]);
  try {
    await Promise.race([failed, Promise.all(urls.map((url) => whenReady(url, signal)))]);
  } finally {
    over.abort();
  }
}

async function whenReady(url: string, signal: AbortSignal): Promise<void> {
  while (!(await isReady(url, signal))) await delay(askEveryMs, undefined, { signal });
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
  return fetch(`${url}/readyz`, { signal: limit }).then(
    ({ ok }) => ok,
    () => false,
  );
}
