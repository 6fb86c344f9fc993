import { describe, expect, it } from '@jest/globals';
import {
  integrationEvent,
  MessageUnreadable,
  type IntegrationEvent,
  type IntegrationEventOf,
} from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import { hearing } from '@kompass/testing';
import fc from 'fast-check';
import { InProcessBus, type InProcessBusOptions } from './in-process-bus.adapter.js';
import type { Subscription } from './message-bus.port.js';
import { ParkedInMemory } from './parking/parked-messages.fixtures.js';
import { parkingDelivery } from './parking/parking-delivery.js';

const time = '2017-09-14T10:00:00Z';
const reopened = (key: string, version: number) =>
  integrationEvent(
    'EvaluationReopened',
    { key, version, time, correlationId: 'c', causationId: 'e' },
    { edition: version + 1 },
  );
const erased = (key: string, version: number) =>
  integrationEvent('PersonChanged', { key, version, time, correlationId: 'c', causationId: 'e' }, null);

const place = ({ key, version }: IntegrationEvent): string => `${key}@${version}`;
const busy = (): Rejected => new Rejected('stream-busy', { retryAfter: 1 });

/** A bus with one consumer that parks. */
function busWith(handle: Subscription['handle'], options?: InProcessBusOptions) {
  const bus = new InProcessBus(options);
  const subscription = { group: 'reporting', topics: ['kompass.scoring.v1'] as const, handle };
  const parked = new ParkedInMemory();
  bus.subscribe(parkingDelivery(subscription, parked, { backoff: { firstMs: 0, mostMs: 0 }, tries: 2 }));
  return { bus, parked };
}

/** A promise and what settles it. */
function latch() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('the bus of one process', () => {
  it('brings every message to every group of its topic before publishing resolves', async () => {
    const bus = new InProcessBus();
    const heard = new Map<string, string[]>();
    for (const group of ['reporting', 'scheduling', 'people']) {
      const topic = group === 'people' ? 'kompass.people.v1' : 'kompass.scoring.v1';
      const places: string[] = [];
      heard.set(group, places);
      bus.subscribe(hearing(group, [topic], (message) => places.push(place(message))));
    }
    await bus.publish([reopened('a', 1), reopened('b', 1), reopened('a', 2)]);
    expect(Object.fromEntries(heard)).toEqual({
      reporting: ['a@1', 'b@1', 'a@2'],
      scheduling: ['a@1', 'b@1', 'a@2'],
      people: [],
    });
  });

  it('knows one subscription a group', () => {
    const bus = new InProcessBus();
    const listener = () => hearing('reporting', ['kompass.scoring.v1'], () => undefined);
    bus.subscribe(listener());
    expect(() => bus.subscribe(listener())).toThrow('reporting');
  });

  it('hands every consumer a message of its own, read from bytes', async () => {
    const bus = new InProcessBus();
    const seen: IntegrationEvent[] = [];
    for (const group of ['one', 'two']) {
      bus.subscribe(
        hearing(group, ['kompass.scoring.v1'], (message) => {
          seen.push(structuredClone(message));
          (message as IntegrationEventOf<'EvaluationReopened'>).data.edition = 99;
        }),
      );
    }
    const sent = reopened('a', 1);
    await bus.publish([{ ...sent, data: { ...sent.data, secret: 'proposal' } as typeof sent.data }]);
    expect(seen).toEqual([sent, sent]);
  });

  it('delivers nothing of a batch that holds a message that is none', async () => {
    const heard: string[] = [];
    const { bus } = busWith(async (message) => void heard.push(place(message)));
    await expect(bus.publish([reopened('a', 1), { ...reopened('a', 2), key: '' }])).rejects.toThrow(
      MessageUnreadable,
    );
    expect(heard).toEqual([]);
  });

  it('brings batches in the order in which they were published', async () => {
    const heard: string[] = [];
    const first = latch();
    const { bus } = busWith(async (message) => {
      if (place(message) === 'a@1') await first.opened;
      heard.push(place(message));
    });
    const published = [bus.publish([reopened('a', 1)]), bus.publish([reopened('a', 2)])];
    first.open();
    await Promise.all(published);
    expect(heard).toEqual(['a@1', 'a@2']);
  });

  it('waits for what is transient, and names it meanwhile', async () => {
    let failures = 0;
    const problems: (readonly string[])[] = [];
    const { bus } = busWith(async () => {
      problems.push(bus.problems());
      if ((failures += 1) < 6) throw busy();
    });
    const message = reopened('roros-2017', 7);
    await bus.publish([message]);
    expect(problems.at(-1)).toEqual([
      `reporting failed 5 times on EvaluationReopened roros-2017@7 (${message.id}): stream-busy`,
    ]);
    expect(bus.problems()).toEqual([]);
  });

  it('goes on without what fails for good: its key is parked', async () => {
    const heard: string[] = [];
    const { bus, parked } = busWith(async (message) => {
      if (place(message) === 'a@1') throw new Error('a defect');
      heard.push(place(message));
    });
    await bus.publish([reopened('a', 1), reopened('b', 1)]);
    await bus.publish([reopened('a', 2), reopened('b', 2)]);
    expect(heard).toEqual(['b@1', 'b@2']);
    const lane = { group: 'reporting', topic: 'kompass.scoring.v1', key: 'a' } as const;
    expect(parked.parkedIn(lane)).toHaveLength(2);
    expect(bus.problems()).toEqual([]);
  });

  it('lets a running handler finish when it closes, and acknowledges nothing that was not handled', async () => {
    const [entered, finish] = [latch(), latch()];
    const heard: string[] = [];
    const { bus } = busWith(async (message) => {
      entered.open();
      await finish.opened;
      heard.push(place(message));
    });
    const first = bus.publish([reopened('a', 1)]);
    const second = bus.publish([reopened('a', 2)]);
    const refused = expect(second).rejects.toThrow('closed');
    await entered.opened;
    const closed = bus.close();
    finish.open();
    await Promise.all([first, refused, closed]);
    expect(heard).toEqual(['a@1']);
    await expect(bus.publish([])).rejects.toThrow('closed');
  });

  it('ends its tries when it closes', async () => {
    const failed = latch();
    const { bus } = busWith(async () => {
      failed.open();
      throw busy();
    });
    const refused = expect(bus.publish([reopened('a', 1)])).rejects.toThrow('closed');
    await failed.opened;
    await bus.close();
    await refused;
    expect(bus.problems()).toEqual([]);
  });
});

describe('a disorderly bus', () => {
  async function deliveries(interleave: number, repeat: number): Promise<string[]> {
    const bus = new InProcessBus({ disorder: { interleave, repeat } });
    const heard: string[] = [];
    const topics = ['kompass.scoring.v1', 'kompass.people.v1'] as const;
    bus.subscribe(hearing('all', topics, (message) => heard.push(place(message))));
    await Promise.all(
      [0, 1, 2, 3].flatMap((version) => [
        bus.publish([reopened('a', version), reopened('b', version)]),
        bus.publish([erased('p', version)]),
      ]),
    );
    return heard;
  }

  it('delivers everything, each key in order, and repeats only what came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0, 0.3, 1), async (seed, repeat) => {
        const heard = await deliveries(seed, repeat);
        const once = [...new Set(heard)];
        for (const key of ['a', 'b', 'p']) {
          expect(once.filter((text) => text.startsWith(key))).toEqual([0, 1, 2, 3].map((n) => `${key}@${n}`));
        }
        if (repeat === 0) expect(heard).toEqual(once);
        if (repeat === 1) expect(heard.length).toBeGreaterThanOrEqual(2 * once.length);
      }),
      { numRuns: 50 },
    );
  });

  it('mixes topics and brings old messages after newer ones, the same for the same seed', async () => {
    const orders = await Promise.all([1, 2, 3, 4].map((seed) => deliveries(seed, 0.5)));
    expect(new Set(orders.map(String)).size).toBe(4);
    expect(orders.some((heard) => heard.lastIndexOf('b@1') > heard.indexOf('b@2'))).toBe(true);
    expect(await deliveries(1, 0.5)).toEqual(orders[0]);
  });
});
