import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { integrationEvent } from '@kompass/contracts';
import { hearing, runModule, testKafka } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import { v4 as uuidV4 } from 'uuid';
import { refusing } from '../relay.fixtures.js';
import { Contexts, eventually, type Engines } from './contexts.fixtures.js';
import { startEngines } from './engines.fixtures.js';

Logger.overrideLogger(false);
// A broker takes its time on a loaded machine.
jest.setTimeout(180_000);

const reopened = (key: string, version: number) =>
  integrationEvent(
    'EvaluationReopened',
    { key, version, time: '2017-09-14T10:00:00Z', correlationId: 'c', causationId: 'e' },
    { edition: version + 1 },
  );

describe('messages over Kafka', () => {
  let engines: Engines;
  let stopEngines: () => Promise<void>;
  let contexts: Contexts;
  /** A new evaluation each test. */
  let id: string;
  beforeAll(async () => {
    const started = await startEngines({ ...(await testKafka()), sessionTimeoutMs: 3_000 });
    engines = started.engines;
    stopEngines = () => started.stop();
    contexts = await Contexts.open(engines);
  });
  afterAll(async () => {
    await contexts?.close();
    await stopEngines?.();
  });
  beforeEach(() => {
    refusing.edition = undefined;
    id = uuidV4();
  });
  afterEach(() => contexts.stop());

  const lagOf = async (): Promise<number> => {
    const bus = contexts.bus();
    bus.subscribe({
      group: 'reporting.take-over',
      topics: ['kompass.scoring.v1'],
      deliver: async () => undefined,
      problems: () => [],
    });
    return (await bus.lag()).reduce((sum, { lag }) => sum + lag, 0);
  };

  it('have no effect when they come again, or after a newer one', async () => {
    const bus = contexts.consumer();
    await bus.publish([reopened(id, 1), reopened(id, 3)]);
    await bus.publish([reopened(id, 1), reopened(id, 3), reopened(id, 2), reopened(id, 4)]);
    await eventually(async () => (await contexts.taken(id)).length === 3);
    expect(await contexts.taken(id)).toEqual([1, 3, 4]);
  });

  it('of several topics reach a group in whatever order they come: held before reopened', async () => {
    const heard: string[] = [];
    const bus = contexts.bus();
    bus.subscribe(
      hearing('both', ['kompass.scheduling.v1', 'kompass.scoring.v1'], ({ key, type }) => {
        if (key === id) heard.push(type);
      }),
    );
    bus.consume();
    const envelope = {
      key: id,
      version: 9,
      time: '2017-09-14T10:00:00Z',
      correlationId: 'c',
      causationId: 'e',
    };
    await bus.publish([
      integrationEvent('InterviewHeld', envelope, {
        interviewId: 'first',
        group: 'mayor',
        areas: ['1'],
        heldAt: '2017-09-14T10:00:00Z',
        participants: 1,
      }),
    ]);
    await eventually(() => heard.length === 1);
    await bus.publish([reopened(id, 0)]);
    await eventually(() => heard.length === 2);
    expect(heard).toEqual(['InterviewHeld', 'EvaluationReopened']);
  });

  it('park their key only where one cannot be handled', async () => {
    refusing.edition = 99;
    const others = Array.from({ length: 7 }, () => uuidV4());
    const bus = contexts.consumer();
    await bus.publish([reopened(id, 1), { ...reopened(id, 2), data: { edition: 99 } }]);
    await bus.publish([3, 4].flatMap((version) => [id, ...others].map((key) => reopened(key, version))));
    await eventually(async () => (await lagOf()) === 0);
    for (const key of others) expect(await contexts.taken(key)).toEqual([3, 4]);
    expect(await contexts.taken(id)).toEqual([1]);
    expect(await contexts.parked.counts()).toEqual([{ group: 'reporting.take-over', keys: 1, messages: 3 }]);
  });

  it('count as lag until a group has taken them', async () => {
    const bus = contexts.bus();
    await bus.publish([1, 2, 3].map((version) => reopened(id, version)));
    expect(await lagOf()).toBe(3);
    contexts.consumer();
    await eventually(async () => (await lagOf()) === 0);
    expect(await contexts.taken(id)).toEqual([1, 2, 3]);
  });

  it('keep their order and have each effect once while replicas come and go', async () => {
    const keys = Array.from({ length: 16 }, () => uuidV4());
    const replica = () => {
      const handled: string[] = [];
      return { handled, bus: contexts.consumer((key) => void handled.push(key)) };
    };
    let rounds = 0;
    /** Goes on until each of these has handled something more. */
    const shared = async (...replicas: readonly ReturnType<typeof replica>[]): Promise<void> => {
      const before = replicas.map(({ handled }) => handled.length);
      await eventually(async () => {
        await Promise.all(keys.map((key) => contexts.happen(key, 'Reopen')));
        rounds += 1;
        await delay(200);
        return replicas.every(({ handled }, index) => handled.length > before[index]!);
      });
    };
    contexts.relay();
    const first = replica();
    await shared(first);
    const second = replica();
    await shared(second);
    await shared(first, second);
    await first.bus.close();
    const third = replica();
    await shared(third);
    await shared(second, third);
    const versions = Array.from({ length: rounds }, (_, version) => version);
    for (const key of keys) {
      await eventually(async () => (await contexts.taken(key)).length >= versions.length);
      expect(await contexts.taken(key)).toEqual(versions);
    }
  });

  /** A process of its own that prints what it has reached, and hangs there. */
  const process = (what: string) =>
    runModule(
      `const { Contexts } = await import(process.argv[1]);
       const contexts = await Contexts.open(JSON.parse(process.argv[2]));
       const hang = (reached) => new Promise(() => console.log(reached));
       ${what}`,
      new URL('./contexts.fixtures.ts', import.meta.url).href,
      JSON.stringify(engines),
    );

  it('have their effect once when the consumer is killed before it has stored its place', async () => {
    await contexts.bus().publish([reopened(id, 1), reopened(id, 2)]);
    const consumer = process(`contexts.consumer((key) => hang(key));`);
    for (let line = await consumer.line(); line !== id; line = await consumer.line())
      expect(line).toBeDefined();
    await consumer.kill();
    expect(await contexts.taken(id)).toEqual([1]);
    expect(await lagOf()).toBeGreaterThanOrEqual(2);
    contexts.consumer();
    await eventually(async () => (await contexts.taken(id)).length === 2);
    await eventually(async () => (await lagOf()) === 0);
    expect(await contexts.taken(id)).toEqual([1, 2]);
  });

  it('are all there, and repeats harmless, when the relay is killed before it has saved its position', async () => {
    const heard: string[] = [];
    contexts.consumer((key) => void heard.push(key));
    await contexts.happen(id, 'Reopen', 'Note', 'Reopen');
    for (let kills = 0; kills < 2; kills += 1) {
      const relay = process(`contexts.relay(() => hang('stored by Kafka'));`);
      expect(await relay.line()).toBe('stored by Kafka');
      await relay.kill();
    }
    contexts.relay();
    await contexts.happen(id, 'Reopen');
    await eventually(async () => (await contexts.taken(id)).length === 3);
    await eventually(async () => (await lagOf()) === 0);
    expect(await contexts.taken(id)).toEqual([0, 2, 3]);
    expect(heard.filter((key) => key === id).length).toBeGreaterThan(3);
  });
});
