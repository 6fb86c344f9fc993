import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  decodeMessage,
  integrationEvent,
  MessageUnreadable,
  type IntegrationEvent,
  type Topic,
} from '@kompass/contracts';
import type { MessageBus } from './message-bus.port.js';
import type { Delivery, Incoming } from './parking/delivery.js';

const envelope = { time: '2017-09-14T10:00:00Z', correlationId: 'c', causationId: 'e' };
const reopened = (key: string, version: number) =>
  integrationEvent('EvaluationReopened', { ...envelope, key, version }, { edition: version + 1 });
const person = (key: string, version: number, name: string | null) =>
  integrationEvent(
    'PersonChanged',
    { ...envelope, key, version },
    name === null ? null : { name, roles: [], certificates: [] },
  );

const place = ({ key, version }: IntegrationEvent): string => `${key}@${version}`;

/** A group that writes down what it is given. */
class Listener implements Delivery {
  readonly heard: IntegrationEvent[] = [];
  failures = 0;
  /** Awaited before a batch has its effect. */
  ready: Promise<void> = Promise.resolve();

  constructor(
    readonly group: string,
    readonly topics: readonly Topic[] = ['kompass.scoring.v1'],
  ) {}

  async deliver(batch: readonly Incoming[]): Promise<void> {
    await this.ready;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('not yet');
    }
    this.heard.push(...batch.map(({ bytes }) => decodeMessage(bytes)));
  }

  problems(): readonly string[] {
    return [];
  }

  /** What it has heard about a key, repeats left out. */
  about(key: string): readonly string[] {
    return [...new Set(this.heard.filter((message) => message.key === key).map(place))];
  }
}

/** A hang is found by it; slowness is not judged. */
const limitMs = 55_000;

async function eventually(met: () => boolean): Promise<void> {
  for (const limit = Date.now() + limitMs; !met(); await delay(5)) {
    if (Date.now() > limit) throw new Error('it never came');
  }
}

/** As a relay does, until the bus is closed. */
async function publishUntilTaken(bus: MessageBus, messages: readonly IntegrationEvent[]): Promise<void> {
  for (let taken = false; !taken;) {
    taken = await bus.publish(messages).then(
      () => true,
      (error: Error) => error.message.includes('closed'),
    );
  }
}

/** A bus to be tested: `start` is called when all have subscribed. */
export interface OpenBus {
  readonly bus: MessageBus;
  start(): void;
}

/** What every `MessageBus` does. */
export function messageBusContract(name: string, open: () => Promise<OpenBus>): void {
  describe(`${name} as a message bus`, () => {
    let bus: MessageBus;
    let start: () => void;
    beforeEach(async () => {
      const opened = await open();
      bus = opened.bus;
      start = () => opened.start();
    });
    afterEach(() => bus.close());

    const listen = (...listeners: readonly Listener[]): void => {
      for (const listener of listeners) bus.subscribe(listener);
      start();
    };

    it('brings every message to every group of its topic', async () => {
      const [one, other] = [new Listener('one'), new Listener('other')];
      const people = new Listener('people', ['kompass.people.v1']);
      const both = new Listener('both', ['kompass.people.v1', 'kompass.scoring.v1']);
      listen(one, other, people, both);
      await publishUntilTaken(bus, [reopened('a', 1), person('kari', 1, 'Kari'), reopened('b', 1)]);
      await eventually(() => one.heard.length + other.heard.length + people.heard.length === 5);
      await eventually(() => both.heard.length === 3);
      for (const { heard } of [one, other]) expect(heard.map(place).sort()).toEqual(['a@1', 'b@1']);
      expect(people.heard).toEqual([person('kari', 1, 'Kari')]);
    });

    it('knows one subscription a group', () => {
      bus.subscribe(new Listener('one'));
      expect(() => bus.subscribe(new Listener('one'))).toThrow('one');
    });

    it('brings the messages of a key in their order, tombstones among them', async () => {
      const people = new Listener('people', ['kompass.people.v1']);
      const scoring = new Listener('scoring');
      listen(people, scoring);
      const versions = Array.from({ length: 40 }, (_, version) => version);
      for (const version of versions) {
        await publishUntilTaken(bus, [
          person('kari', 2 * version, 'Kari'),
          reopened(`e${version % 7}`, version),
          person('kari', 2 * version + 1, null),
        ]);
      }
      await eventually(() => people.heard.length === 80 && scoring.heard.length === 40);
      expect(people.heard.map(({ version }) => version)).toEqual(Array.from({ length: 80 }, (_, n) => n));
      expect(people.heard.at(-1)!.data).toBeNull();
      for (let key = 0; key < 7; key += 1) {
        const of = versions.filter((version) => version % 7 === key);
        expect(scoring.about(`e${key}`)).toEqual(of.map((version) => `e${key}@${version}`));
      }
    });

    it('brings nothing of a batch that holds a message that is none', async () => {
      const one = new Listener('one');
      listen(one);
      await expect(bus.publish([reopened('a', 1), { ...reopened('a', 2), key: '' }])).rejects.toThrow(
        MessageUnreadable,
      );
      await publishUntilTaken(bus, [reopened('a', 3)]);
      await eventually(() => one.heard.length > 0);
      expect(one.heard.map(place)).toEqual(['a@3']);
    });

    it('brings again what a group did not take, and nothing after it before', async () => {
      const one = new Listener('one');
      one.failures = 3;
      listen(one);
      for (const version of [1, 2, 3]) await publishUntilTaken(bus, [reopened('a', version)]);
      await eventually(() => one.about('a').length === 3);
      expect(one.about('a')).toEqual(['a@1', 'a@2', 'a@3']);
    });

    it('carries what is large and what is much', async () => {
      const one = new Listener('one', ['kompass.register.v1']);
      listen(one);
      const many = Array.from({ length: 1_200 }, (_, version) =>
        integrationEvent(
          'InstrumentPublished',
          { ...envelope, key: `i${version % 5}`, version },
          {
            id: 'kommunekompasset',
            version: '2.1',
            document: { text: 'å'.repeat(version % 400 === 0 ? 400_000 : 1_000) },
            crosswalks: [],
          },
        ),
      );
      await publishUntilTaken(bus, many);
      await eventually(() => one.heard.length === many.length);
      expect(one.heard.toSorted((a, b) => a.version - b.version)).toEqual(many);
    });

    it('lets a running handler finish when it closes, and takes nothing over afterwards', async () => {
      const one = new Listener('one');
      let finish: () => void = () => undefined;
      let entered = false;
      one.ready = new Promise<void>((resolve) => (finish = resolve));
      const deliver = one.deliver.bind(one);
      one.deliver = (batch) => {
        entered = true;
        return deliver(batch);
      };
      listen(one);
      const published = publishUntilTaken(bus, [reopened('a', 1)]);
      await eventually(() => entered);
      const closed = bus.close();
      finish();
      await Promise.all([published, closed]);
      expect(one.heard.map(place)).toEqual(['a@1']);
      await expect(bus.publish([reopened('a', 2)])).rejects.toThrow('closed');
      expect(one.heard.map(place)).toEqual(['a@1']);
    });
  });
}
