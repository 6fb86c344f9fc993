import { expect } from '@jest/globals';
import { encodeMessage, integrationEvent, type IntegrationEvent } from '@kompass/contracts';
import { Rejected, unreachable } from '@kompass/kernel';
import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { open } from './arrival.js';
import type { Incoming } from './delivery.js';
import type { ParkedUnderTest } from './parked-messages.contract.js';
import type { Lane } from './parked-messages.port.js';
import { parkingDelivery } from './parking-delivery.js';

const keys = ['a', 'b'];
const versions = 6;

type Act =
  | { readonly type: 'deliver' | 'deliverWhileRetrying'; readonly count: number; readonly key: string }
  /** The process dies at its `at`th message: before its effect, or after it and before anybody notes so. */
  | { readonly type: 'die'; readonly count: number; readonly at: number; readonly effect: boolean }
  | { readonly type: 'poison' | 'heal'; readonly key: string; readonly version: number }
  | { readonly type: 'retry' | 'skip' | 'halfRetry'; readonly key: string }
  /** Everything is delivered again. */
  | { readonly type: 'rewind' };

const key = fc.constantFrom(...keys);
const version = fc.nat(versions - 1);
const count = fc.integer({ min: 1, max: 5 });

/** What may happen to a consumer, in any order. */
export const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constantFrom('deliver', 'deliverWhileRetrying'), count, key }),
    fc.record({ type: fc.constant('die'), count, at: fc.nat(4), effect: fc.boolean() }),
    fc.record({ type: fc.constantFrom('poison', 'poison', 'heal'), key, version }),
    fc.record({ type: fc.constantFrom('retry', 'skip', 'halfRetry'), key }),
    fc.constant({ type: 'rewind' }),
  ),
  { minLength: 5, maxLength: 30 },
);

/**
 * Plays acts on a partition of two keys, then repairs everything, and expects: of every message an effect, unless it
 * was skipped; first effects in order per key; never two messages of a key at once; nothing left behind.
 */
export async function playHistory(
  { parked, elsewhere, skipFirst }: ParkedUnderTest,
  history: readonly Act[],
): Promise<void> {
  const world = new World();
  const lanes = new Map(keys.map((each) => [each, laneOf(each)]));
  const delivery = () =>
    parkingDelivery(
      { group: 'g', topics: ['kompass.scoring.v1'], handle: (message) => world.handle(message) },
      parked,
      { backoff: { firstMs: 0, mostMs: 0 }, tries: 1 },
    );
  const handleBytes = (lane: Lane) => (bytes: Uint8Array) =>
    world.handle(open({ topic: lane.topic, key: lane.key, bytes }));
  const retry = async (of: string, by = parked): Promise<void> => {
    const lane = lanes.get(of)!;
    while ((await by.handleFirst(lane, handleBytes(lane))) === 'handled');
  };
  const deliver = async (many: number, signal = new AbortController().signal): Promise<void> => {
    await delivery().deliver(world.next(many), signal);
    world.commit(many);
  };

  for (const act of history) {
    switch (act.type) {
      case 'deliver':
        await deliver(act.count);
        break;
      case 'deliverWhileRetrying':
        await Promise.all([deliver(act.count), retry(act.key), retry(act.key, elsewhere)]);
        break;
      case 'die': {
        const process = world.dying(act);
        await deliver(act.count, process.signal).catch((error: unknown) => {
          if (!process.signal.aborted) throw error;
        });
        world.revive();
        break;
      }
      case 'poison':
        world.poisoned.add(`${act.key}@${act.version}`);
        break;
      case 'heal':
        world.poisoned.delete(`${act.key}@${act.version}`);
        break;
      case 'retry':
        await retry(act.key);
        break;
      case 'halfRetry': {
        world.dying({ at: 0, effect: true });
        await retry(act.key);
        world.revive();
        break;
      }
      case 'skip': {
        const bytes = await skipFirst(lanes.get(act.key)!);
        if (bytes) world.skipped.add(placeOf(open({ topic: 'kompass.scoring.v1', key: act.key, bytes })));
        break;
      }
      case 'rewind':
        world.rewind();
        break;
      default:
        unreachable(act);
    }
  }
  world.poisoned.clear();
  await deliver(Infinity);
  for (const each of keys) await retry(each);

  expect(world.wrong).toEqual([]);
  for (const each of keys) {
    const all = Array.from({ length: versions }, (_, n) => `${each}@${n}`);
    const first = [...new Set(world.effects)].filter((place) => place.startsWith(each));
    expect(first).toEqual(first.toSorted());
    expect(all.filter((place) => !first.includes(place) && !world.skipped.has(place))).toEqual([]);
  }
  const left = await parked.statesOf([...lanes.values()]);
  expect([...left.values()].filter((state) => state.parked)).toEqual([]);
}

/** The partition, how far it is committed, and the effects of its messages. */
class World {
  readonly effects: string[] = [];
  readonly wrong: string[] = [];
  readonly poisoned = new Set<string>();
  readonly skipped = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #partition = Array.from({ length: versions }, (_, n) =>
    keys.map((each) => incoming(each, n)),
  ).flat();
  #committed = 0;
  #process: { readonly at: number; readonly effect: boolean; readonly death: AbortController } | undefined;
  #handled = 0;

  next(many: number): readonly Incoming[] {
    return this.#partition.slice(this.#committed, this.#committed + many);
  }

  commit(many: number): void {
    this.#committed = Math.min(this.#committed + many, this.#partition.length);
  }

  rewind(): void {
    this.#committed = 0;
  }

  dying({ at, effect }: { readonly at: number; readonly effect: boolean }): AbortController {
    const death = new AbortController();
    this.#process = { at, effect, death };
    this.#handled = 0;
    return death;
  }

  revive(): void {
    this.#process = undefined;
  }

  async handle(message: IntegrationEvent): Promise<void> {
    const place = placeOf(message);
    if (this.#busy.has(message.key)) this.wrong.push(`${place} while another of its key is handled`);
    if (this.skipped.has(place)) this.wrong.push(`${place} although it was skipped`);
    this.#busy.add(message.key);
    try {
      await nextTurn();
      const dies = this.#process && this.#handled >= this.#process.at;
      this.#handled += 1;
      if (dies && !this.#process!.effect) throw this.#die();
      if (this.poisoned.has(place)) throw new Error('poison');
      this.effects.push(place);
      if (dies) throw this.#die();
    } finally {
      this.#busy.delete(message.key);
    }
  }

  #die(): Rejected {
    this.#process!.death.abort(new Error('killed'));
    return new Rejected('event-store-unavailable', { retryAfter: 1 });
  }
}

function incoming(each: string, n: number): Incoming {
  const envelope = {
    key: each,
    version: n,
    time: '2017-09-14T10:00:00Z',
    correlationId: 'c',
    causationId: 'e',
  };
  const message = integrationEvent('EvaluationReopened', envelope, { edition: n + 1 });
  return { topic: message.topic, key: each, bytes: encodeMessage(message) };
}

function laneOf(each: string): Lane {
  return { group: 'g', topic: 'kompass.scoring.v1', key: each };
}

function placeOf({ key: each, version: n }: IntegrationEvent): string {
  return `${each}@${n}`;
}
