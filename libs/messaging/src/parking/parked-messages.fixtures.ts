import { reasonOf } from './arrival.js';
import {
  laneName,
  type Failure,
  type Lane,
  type LaneState,
  type Parkable,
  type ParkedMessages,
  type Step,
} from './parked-messages.port.js';

interface Kept {
  readonly message: Parkable;
  failure: Failure | undefined;
  skipped: boolean;
}

/** `ParkedMessages` in memory, for unit tests; held to the same contract as the table. */
export class ParkedInMemory implements ParkedMessages {
  readonly #lanes = new Map<string, Kept[]>();
  readonly #groups = new Set<string>();
  readonly #locks = new Map<string, Promise<unknown>>();

  statesOf(lanes: readonly Lane[]): Promise<ReadonlyMap<string, LaneState>> {
    const states = lanes.flatMap((lane) => {
      const kept = this.#lanes.get(laneName(lane)) ?? [];
      const skipped = new Set(kept.filter((each) => each.skipped).map(({ message }) => message.digest));
      return kept.length === 0
        ? []
        : [[laneName(lane), { parked: kept.length > skipped.size, skipped }] as const];
    });
    return Promise.resolve(new Map(states));
  }

  park(lane: Lane, message: Parkable, failure: Failure): Promise<void> {
    return this.#inLane(lane, (kept) => add(kept, message, failure));
  }

  parkBehind(lane: Lane, message: Parkable): Promise<boolean> {
    return this.#inLane(lane, (kept) => {
      const parked = kept.some(({ skipped }) => !skipped);
      if (parked) add(kept, message);
      return parked;
    });
  }

  async erase({ topic, key }: Lane): Promise<void> {
    for (const group of this.#groups) {
      await this.#inLane({ group, topic, key }, (kept) => {
        kept.splice(0, kept.length, ...kept.filter(({ skipped }) => skipped));
      });
    }
  }

  handleFirst(lane: Lane, handle: (bytes: Uint8Array) => Promise<void>): Promise<Step> {
    return this.#inLane(lane, async (kept) => {
      const first = kept.find(({ skipped }) => !skipped);
      if (!first) return 'empty';
      try {
        await handle(first.message.bytes);
      } catch (error) {
        first.failure = { attempts: (first.failure?.attempts ?? 0) + 1, problem: reasonOf(error) };
        return { problem: first.failure.problem };
      }
      kept.splice(kept.indexOf(first), 1);
      return 'handled';
    });
  }

  /** Skips the first message of a lane, and answers its bytes. */
  skipFirst(lane: Lane): Promise<Uint8Array | undefined> {
    return this.#inLane(lane, (kept) => {
      const first = kept.find(({ skipped }) => !skipped);
      if (first) first.skipped = true;
      return first?.message.bytes;
    });
  }

  /** What waits in a lane, in order. */
  parkedIn(lane: Lane): readonly { readonly bytes: Uint8Array; readonly failure: Failure | undefined }[] {
    const kept = this.#lanes.get(laneName(lane)) ?? [];
    return kept
      .filter(({ skipped }) => !skipped)
      .map(({ message: { bytes }, failure }) => ({ bytes, failure }));
  }

  #inLane<T>(lane: Lane, work: (kept: Kept[]) => T | Promise<T>): Promise<T> {
    const name = laneName(lane);
    this.#groups.add(lane.group);
    const kept = this.#lanes.get(name) ?? [];
    this.#lanes.set(name, kept);
    const done = (this.#locks.get(name) ?? Promise.resolve()).then(() => work(kept));
    this.#locks.set(
      name,
      done.catch(() => undefined),
    );
    return done;
  }
}

function add(kept: Kept[], message: Parkable, failure?: Failure): void {
  if (kept.some((each) => each.message.digest === message.digest)) return;
  kept.push({ message, failure, skipped: false });
}
