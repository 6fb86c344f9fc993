import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { integrationEvent } from '@kompass/contracts';
import { hearing, testKafka } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import kafkajs, { Kafka, logLevel } from 'kafkajs';
import { eventually } from './contexts.fixtures.js';
import { KafkaBus } from './kafka-bus.adapter.js';
import type { KafkaOptions } from './kafka-client.js';

Logger.overrideLogger(false);
// A broker takes its time on a loaded machine.
jest.setTimeout(180_000);

const person = (version: number, name: string | null) =>
  integrationEvent(
    'PersonChanged',
    { key: 'kari', version, time: '2017-09-14T10:00:00Z', correlationId: 'c', causationId: 'e' },
    name === null ? null : { name, roles: [], certificates: [] },
  );

describe('the topics', () => {
  let options: KafkaOptions;
  const buses: KafkaBus[] = [];
  beforeEach(async () => {
    options = await testKafka();
  });
  afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

  function open(more: Partial<KafkaOptions> = {}): KafkaBus {
    const bus = new KafkaBus({ ...options, ...more });
    buses.push(bus);
    return bus;
  }

  const kafka = (): Kafka => new Kafka({ brokers: [...options.brokers], logLevel: logLevel.NOTHING });
  const name = (topic: string): string => `${options.topicPrefix}kompass.${topic}.v1`;

  async function administer<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = kafka().admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  it('are made with what contexts rely on', async () => {
    await open({ partitions: 3 }).publish([person(1, 'Kari')]);
    const policies = await administer(async (admin) => {
      const resources = ['people', 'register', 'scoring', 'reporting', 'scheduling'].map((topic) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: name(topic),
        configNames: ['cleanup.policy'],
      }));
      const described = await admin.describeConfigs({ includeSynonyms: false, resources });
      return Object.fromEntries(
        described.resources.map(({ resourceName, configEntries }) => [
          resourceName,
          configEntries[0]!.configValue,
        ]),
      );
    });
    expect(policies).toEqual({
      [name('people')]: 'compact',
      [name('register')]: 'compact',
      [name('scoring')]: 'delete',
      [name('reporting')]: 'delete',
      [name('scheduling')]: 'delete',
    });
    const { topics } = await administer((admin) => admin.fetchTopicMetadata({ topics: [name('people')] }));
    expect(topics[0]!.partitions).toHaveLength(3);
  });

  it('are not used where they were made otherwise, and that is said in a line', async () => {
    await administer((admin) => admin.createTopics({ topics: [{ topic: name('people') }] }));
    const bus = open();
    bus.subscribe(hearing('people', ['kompass.people.v1'], () => undefined));
    bus.consume();
    const why = `the topic ${name('people')} has cleanup.policy=delete, where compact is needed`;
    await expect(bus.publish([person(1, 'Kari')])).rejects.toThrow(why);
    await eventually(() => bus.problems().length === 2);
    for (const problem of bus.problems()) expect(problem).toContain(why);
  });

  const make = (topic: string, settings: Readonly<Record<string, string>>) => {
    const configEntries = Object.entries(settings).map(([setting, value]) => ({ name: setting, value }));
    return administer((admin) => admin.createTopics({ topics: [{ topic: name(topic), configEntries }] }));
  };
  const week = String(7 * 24 * 60 * 60 * 1000);
  const compacted = {
    'cleanup.policy': 'compact',
    'segment.ms': '60000',
    'max.compaction.lag.ms': '60000',
    'delete.retention.ms': week,
  };

  it.each([
    ['scoring', 'retention.ms', '60000', `at least ${week}`, { 'cleanup.policy': 'delete' }],
    ['people', 'delete.retention.ms', '60000', `at least ${week}`, compacted],
    ['people', 'segment.ms', week, 'at most 3600000', compacted],
  ])('are not used where %s has %s=%s', async (topic, setting, value, needed, others) => {
    await make(topic, { ...others, [setting]: value });
    await expect(open().publish([person(1, 'Kari')])).rejects.toThrow(
      `the topic ${name(topic)} has ${setting}=${value}, where ${needed} is needed`,
    );
  });

  it('are used where they keep more and forget sooner', async () => {
    await make('scoring', { 'cleanup.policy': 'delete', 'retention.ms': '-1' });
    await make('people', compacted);
    await open().publish([person(1, 'Kari')]);
    expect(await everything()).toEqual([expect.stringContaining('Kari')]);
  });

  it('forget a person in time, also where nothing else happens', async () => {
    const bus = open({ compactionMs: 500 });
    await bus.publish([person(1, 'Kari Nordmann'), person(2, 'Kari Bjørnå')]);
    await bus.publish([person(3, null)]);
    expect((await everything()).filter((value) => value.includes('Kari')).length).toBeGreaterThan(0);
    // As the relay of an outbox does.
    const moving = new AbortController();
    const moved = (async () => {
      for (; !moving.signal.aborted; await delay(100)) await bus.moveOn('identity');
    })();
    await eventually(async () => !(await everything()).some((value) => value.includes('Kari')));
    moving.abort();
    await moved;

    const heard: unknown[] = [];
    bus.subscribe(hearing('new', ['kompass.people.v1'], (message) => heard.push(message)));
    bus.consume();
    await eventually(() => heard.length > 0);
    expect(heard).toEqual([person(3, null)]);
  });

  /** The raw values on the topic of people. */
  async function everything(): Promise<string[]> {
    const ends = await administer((admin) => admin.fetchTopicOffsets(name('people')));
    const left = new Map(ends.map(({ partition, high }) => [partition, Number(high)]));
    const values: string[] = [];
    const consumer = kafka().consumer({ groupId: `raw-${Math.random()}`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic: name('people'), fromBeginning: true });
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (done = resolve));
    await consumer.run({
      eachBatchAutoResolve: true,
      eachBatch: async ({ batch }) => {
        values.push(...batch.messages.map(({ value }) => value?.toString() ?? ''));
        if (Number(batch.lastOffset()) + 1 >= left.get(batch.partition)!) left.delete(batch.partition);
        if ([...left.values()].every((high) => high === 0)) done();
      },
    });
    await all;
    await consumer.disconnect();
    return values;
  }
});
