import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Incoming } from './parking/delivery.js';

/** What a distributed bus may do to its consumers, at random but the same for the same seed: for tests. */
export interface DisorderOptions {
  /** Seed of the random order of topics and keys; the order per key is kept. */
  readonly interleave: number;
  /** Probability, 0 to 1, that after some messages the latest ones of their key come again, as after a consumer's crash. */
  readonly repeat: number;
}

const longestPause = 8;
const longestReplay = 3;

export class Disorder {
  readonly #repeat: number;
  readonly #latest = new Map<string, readonly Incoming[]>();
  #state: number;

  constructor({ interleave, repeat }: DisorderOptions) {
    this.#state = interleave;
    this.#repeat = repeat;
  }

  /** Lets others go first, or not. */
  async pause(): Promise<void> {
    for (let turns = this.#below(longestPause); turns > 0; turns -= 1) await nextTurn();
  }

  /** What is to be delivered once more after `batch`: nothing, or the end of what the queue has had, in its order. */
  replay(queue: string, batch: readonly Incoming[]): readonly Incoming[] {
    const latest = [...(this.#latest.get(queue) ?? []), ...batch].slice(-longestReplay);
    this.#latest.set(queue, latest);
    return this.#random() < this.#repeat ? latest.slice(this.#below(latest.length)) : [];
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** Mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}
