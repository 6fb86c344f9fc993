import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventLog, FollowOptions, LogItem } from '@kompass/event-store';

/** How long a batch is awaited to fill while the log is still being caught up with, in milliseconds. */
const lingerMs = 100;

/**
 * Follows the log in batches of at most `size` items. Until the end of the log is reached they are filled as far as
 * they go; from then on a batch is what has arrived while the one before was worked on, so that an idle follower gets
 * an event at once and a busy one many together. Reads ahead no further than one batch.
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
  let caughtUp = false;
  let ended = false;
  const ready = () => ended || batch.length >= size || (caughtUp && batch.length > 0);

  const read = async () => {
    try {
      for await (const item of log.follow({ ...options, signal })) {
        batch.push(item);
        caughtUp ||= item.kind === 'caught-up';
        if (ready()) arrived.ring();
        while (batch.length >= size && !signal.aborted) await taken.wait();
      }
    } finally {
      ended = true;
      arrived.ring();
    }
  };
  const reading = read();
  reading.catch(() => undefined); // awaited below
  /** Ends the reader, also one that waits for a full batch to be taken. */
  const leave = () => {
    done.abort();
    taken.ring();
  };
  try {
    for (;;) {
      if (!ready()) await arrived.wait(caughtUp ? undefined : lingerMs);
      if (batch.length < size) await nextTurn(); // what came in the same packet belongs to the same batch
      if (signal.aborted || (ended && batch.length === 0)) break;
      if (batch.length === 0) continue;
      const items = batch;
      batch = [];
      taken.ring();
      yield items;
    }
    leave();
    await reading;
  } finally {
    leave();
    await reading.catch(() => undefined);
  }
}

/** Wakes the one who waits, if anybody does. */
class Bell {
  #wake: () => void = () => undefined;

  /** Until it rings, or for `ms` milliseconds at most. */
  wait(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  ring(): void {
    this.#wake();
  }
}
