import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startKafka, type Kafka } from '@kompass/embedded';
import { Logger } from '@nestjs/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v4 as uuidV4 } from 'uuid';
import { Contexts, eventually } from './contexts.fixtures.js';
import { startEngines } from './engines.fixtures.js';

Logger.overrideLogger(false);
// A broker takes its time on a loaded machine.
jest.setTimeout(180_000);

describe('contexts whose Kafka fails', () => {
  let dataDir: string;
  let kafka: Kafka;
  let stopEngines: () => Promise<void>;
  let contexts: Contexts;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
    kafka = await startKafka({ dataDir });
    const started = await startEngines({ brokers: kafka.brokers, sessionTimeoutMs: 3_000 });
    stopEngines = () => started.stop();
    contexts = await Contexts.open(started.engines);
  });
  afterEach(() => contexts.stop());
  afterAll(async () => {
    await contexts?.close();
    await stopEngines?.();
    await kafka?.kill();
    await rm(dataDir, { recursive: true });
  });

  const restart = async (): Promise<void> => {
    kafka = await startKafka({ dataDir });
  };
  const versions = (count: number) => Array.from({ length: count }, (_, version) => version);

  it('lose nothing when it is killed and started again under traffic, and say so meanwhile', async () => {
    const keys = Array.from({ length: 4 }, () => uuidV4());
    const consumer = contexts.consumer();
    const relay = contexts.relay();
    const happening = async (): Promise<void> => {
      for (let round = 0; round < 40; round += 1)
        await Promise.all(keys.map((key) => contexts.happen(key, 'Reopen')));
    };
    await contexts.happen(keys[0]!, 'Reopen');
    await eventually(async () => (await contexts.taken(keys[0]!)).length === 1);
    const happened = happening();
    await kafka.kill();
    await happened;
    await eventually(() => relay.problem !== undefined);
    await eventually(() => consumer.problems().length > 0);
    expect(consumer.problems()[0]).toMatch(/^reporting\.take-over cannot consume: /);
    await restart();
    for (const [index, key] of keys.entries()) {
      const expected = versions(index === 0 ? 41 : 40);
      await eventually(async () => (await contexts.taken(key)).length >= expected.length);
      expect(await contexts.taken(key)).toEqual(expected);
    }
    await eventually(() => relay.problem === undefined && consumer.problems().length === 0);
  });

  it('end equal when it has lost its disk and the relay is rewound', async () => {
    const [before, lost] = [uuidV4(), uuidV4()];
    contexts.relay();
    const consumer = contexts.consumer();
    await contexts.happen(before, ...versions(30).map(() => 'Reopen' as const));
    await eventually(async () => (await contexts.taken(before)).length === 30);
    await consumer.close();
    // Published, and lost before anybody has read it.
    await contexts.happen(lost, 'Reopen', 'Reopen');
    await contexts.relayed(lost);
    contexts.consumer();
    await kafka.kill();
    await rm(join(dataDir, 'kafka'), { recursive: true });
    await restart();
    await contexts.rewind();
    await contexts.happen(before, 'Reopen');
    await eventually(async () => (await contexts.taken(lost)).length === 2);
    await eventually(async () => (await contexts.taken(before)).length === 31);
    expect(await contexts.taken(lost)).toEqual([0, 1]);
    expect(await contexts.taken(before)).toEqual(versions(31));
  });
});
