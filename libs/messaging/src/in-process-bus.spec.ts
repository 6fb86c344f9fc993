import { describe, expect, it } from '@jest/globals';
import { integrationEvent, MessageUnreadable, type IntegrationEvent, type Topic } from '@kompass/contracts';
import fc from 'fast-check';
import { InProcessBus } from './in-process-bus.adapter.js';

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
const backoff = { firstMs: 0, mostMs: 0 };

/** A subscription that writes down what it is given. */
function listener(group: string, topics: readonly Topic[] = ['kompass.scoring.v1']) {
  const heard: string[] = [];
  return {
    group,
    topics,
    heard,
    handle: (message: IntegrationEvent) => {
      heard.push(place(message));
      return Promise.resolve();
    },
  };
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
    const [reporting, scheduling] = [listener('reporting'), listener('scheduling')];
    const people = listener('people', ['kompass.people.v1']);
    for (const subscription of [reporting, scheduling, people]) bus.subscribe(subscription);
    await bus.publish([reopened('a', 1), reopened('b', 1), reopened('a', 2)]);
    for (const { heard } of [reporting, scheduling]) expect(heard.toSorted()).toEqual(['a@1', 'a@2', 'b@1']);
    expect(people.heard).toEqual([]);
  });

  it('knows one subscription a group', () => {
    const bus = new InProcessBus();
    bus.subscribe(listener('reporting'));
    expect(() => bus.subscribe(listener('reporting'))).toThrow('reporting');
  });

  it('hands every consumer a message of its own, read from bytes', async () => {
    const bus = new InProcessBus();
    const seen: IntegrationEvent[] = [];
    for (const group of ['one', 'two']) {
      bus.subscribe({
        group,
        topics: ['kompass.scoring.v1'],
        handle: (message) => {
          seen.push(structuredClone(message));
          (message.data as { edition: number }).edition = 99;
          return Promise.resolve();
        },
      });
    }
    const sent = reopened('a', 1);
    await bus.publish([{ ...sent, data: { ...sent.data, secret: 'proposal' } as typeof sent.data }]);
    expect(seen).toEqual([sent, sent]);
  });

  it('delivers nothing of a batch that holds a message that is none', async () => {
    const bus = new InProcessBus();
    const consumer = listener('reporting');
    bus.subscribe(consumer);
    await expect(bus.publish([reopened('a', 1), { ...reopened('a', 2), key: '' }])).rejects.toThrow(
      MessageUnreadable,
    );
    expect(consumer.heard).toEqual([]);
  });

  it('tries again what fails, keeps its key waiting and lets the others pass', async () => {
    const failures: string[] = [];
    const bus = new InProcessBus({
      backoff,
      onFailure: ({ message, attempt }) => failures.push(`${place(message)} #${attempt}`),
    });
    const heard: string[] = [];
    const others = latch();
    bus.subscribe({
      group: 'reporting',
      topics: ['kompass.scoring.v1'],
      handle: async (message) => {
        if (place(message) === 'a@1' && failures.length < 4) throw new Error('not yet');
        if (place(message) === 'a@1') await others.opened;
        heard.push(place(message));
        if (place(message) === 'b@2') others.open();
      },
    });
    await Promise.all([
      bus.publish([reopened('a', 1), reopened('b', 1)]),
      bus.publish([reopened('a', 2), reopened('b', 2)]),
    ]);
    expect(heard).toEqual(['b@1', 'b@2', 'a@1', 'a@2']);
    expect(failures).toEqual(['a@1 #1', 'a@1 #2', 'a@1 #3', 'a@1 #4']);
    expect(bus.problems()).toEqual([]);
  });

  it('names what keeps failing until it succeeds', async () => {
    const broken = latch();
    let healed = false;
    const bus = new InProcessBus({ backoff, onFailure: ({ attempt }) => attempt === 5 && broken.open() });
    bus.subscribe({
      group: 'reporting.record',
      topics: ['kompass.scoring.v1'],
      handle: () => (healed ? Promise.resolve() : Promise.reject(new Error('no such table'))),
    });
    const message = reopened('roros-2017', 7);
    const published = bus.publish([message]);
    await broken.opened;
    expect(bus.problems()).toEqual([
      expect.stringMatching(
        `reporting.record failed \\d times on EvaluationReopened roros-2017@7 \\(${message.id}\\): no such table`,
      ),
    ]);
    healed = true;
    await published;
    expect(bus.problems()).toEqual([]);
  });

  it('lets a running handler finish when it closes, and acknowledges nothing that was not handled', async () => {
    const bus = new InProcessBus({ backoff });
    const [entered, finish] = [latch(), latch()];
    const heard: string[] = [];
    bus.subscribe({
      group: 'reporting',
      topics: ['kompass.scoring.v1'],
      handle: async (message) => {
        entered.open();
        await finish.opened;
        heard.push(place(message));
      },
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
});

describe('a disorderly bus', () => {
  async function deliveries(interleave: number, repeat: number): Promise<string[]> {
    const bus = new InProcessBus({ disorder: { interleave, repeat } });
    const consumer = listener('all', ['kompass.scoring.v1', 'kompass.people.v1']);
    bus.subscribe(consumer);
    await Promise.all(
      [0, 1, 2, 3].flatMap((version) => [
        bus.publish([reopened('a', version), reopened('b', version)]),
        bus.publish([erased('p', version)]),
      ]),
    );
    return consumer.heard;
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
