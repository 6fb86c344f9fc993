import { lastPlaceOf, placeOf, type FollowOptions, type LogItem } from './event-log.js';
import { comparePositions, type Position } from './position.js';

/** Items kept, at least, for those who are a little behind. */
const kept = 512;

/**
 * The end of the log as it grows, read once for all who follow the same streams and have caught up with it. It is read
 * as long as anybody follows it, and keeps its last items only: who falls behind leaves it and reads alone.
 */
export class SharedTail {
  #items: LogItem[] = [];
  /** How many items have gone, and the place up to which they reached. */
  #gone = 0;
  #goneTo: Position | undefined;
  #followers = 0;
  #reading = new AbortController();
  readonly #waiting = new Set<() => void>();

  /** @param read follows the streams alone, for ever */
  constructor(
    private readonly read: (
      after: Position | undefined,
      signal: AbortSignal,
    ) => AsyncIterable<readonly LogItem[]>,
  ) {}

  /** Whether everything after this place is here, or will come. */
  covers(after: Position | undefined): boolean {
    if (this.#followers === 0 || this.#goneTo === undefined) return true;
    return after !== undefined && comparePositions(after, this.#goneTo) >= 0;
  }

  /** What comes after a place, until the signal; ends earlier when that is not all here any more. */
  async *follow({ after, signal }: Pick<FollowOptions, 'after' | 'signal'>): AsyncGenerator<LogItem> {
    if (!this.covers(after)) return;
    if (this.#followers === 0) void this.#start(after);
    this.#followers += 1;
    try {
      for (let next = this.#gone; next >= this.#gone && !signal.aborted;) {
        const item = this.#items[next - this.#gone];
        if (item) {
          next += 1;
          const place = placeOf(item);
          if (!place || !after || comparePositions(place, after) > 0) yield item;
        } else {
          await this.#more(signal);
        }
      }
    } finally {
      this.#followers -= 1;
      if (this.#followers === 0) this.#reading.abort();
    }
  }

  async #start(after: Position | undefined): Promise<void> {
    const { signal } = (this.#reading = new AbortController());
    this.#items = [];
    this.#gone = 0;
    this.#goneTo = after;
    let caughtUp = false;
    for await (const items of this.read(after, signal)) {
      if (signal.aborted) return;
      for (const item of items) {
        // The first is no news: who follows has caught up before.
        if (caughtUp || item.kind !== 'caught-up') this.#items.push(item);
        caughtUp ||= item.kind === 'caught-up';
      }
      if (this.#items.length >= 2 * kept) this.#drop(this.#items.length - kept);
      for (const wake of this.#waiting) wake();
    }
  }

  #drop(count: number): void {
    this.#goneTo = lastPlaceOf(this.#items.splice(0, count)) ?? this.#goneTo;
    this.#gone += count;
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }
}
