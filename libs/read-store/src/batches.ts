import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventLog, FollowOptions, LogItem } from '@kompass/event-store';

/**
 * Follows the log in batches: what has arrived while the previous batch was worked on, at most `size` items. An idle
 * follower so gets an event at once, a busy one large batches. Reads ahead no further than one batch.
 */
export async function* followInBatches(
  log: EventLog,
  options: FollowOptions,
  size: number,
): AsyncGenerator<readonly LogItem[]> {
  const done = new AbortController();
  const signal = AbortSignal.any([options.signal, done.signal]);
  const arrived = new Bell();
  const taken = new Bell();
  let batch: LogItem[] = [];
  let ended = false;

  const read = async () => {
    try {
      for await (const item of log.follow({ ...options, signal })) {
        batch.push(item);
        arrived.ring();
        while (batch.length >= size && !signal.aborted) await taken.wait();
      }
    } finally {
      ended = true;
      arrived.ring();
    }
  };
  const reading = read();
  reading.catch(() => undefined); // awaited below
  try {
    for (;;) {
      if (batch.length === 0 && !ended) await arrived.wait();
      if (batch.length < size) await nextTurn(); // what came in the same packet belongs to the same batch
      if (signal.aborted || (ended && batch.length === 0)) break;
      const items = batch;
      batch = [];
      taken.ring();
      yield items;
    }
    await reading;
  } finally {
    done.abort();
    taken.ring();
    await reading.catch(() => undefined);
  }
}

/** Wakes the one who waits, if anybody does. */
class Bell {
  #wake: () => void = () => undefined;

  wait(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  ring(): void {
    this.#wake();
  }
}
