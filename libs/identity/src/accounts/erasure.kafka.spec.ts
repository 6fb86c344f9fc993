import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KompassClient, routes } from '@kompass/contracts';
import { createApp, createLogger } from '@kompass/http';
import { hostConsumers, MessagingModule } from '@kompass/messaging';
import { POSTGRES_URL } from '@kompass/read-store';
import { testDatabase, testKafka, type TestDatabase } from '@kompass/testing';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Kafka, logLevel } from 'kafkajs';
import { IdentityModule } from '../identity.module.js';

@Module({})
class Database {}

/** As soon as a broker may be told to compact; in an installation it is `compactionLagMs`. */
const compactionMs = 500;

const operatorToken = 'operator-of-this-test';

describe('an erased account', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let operator: KompassClient;
  let kafka: Kafka;
  let topic: string;

  beforeAll(async () => {
    database = await testDatabase();
    const { brokers, topicPrefix } = await testKafka();
    topic = `${topicPrefix}kompass.people.v1`;
    kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
    const url = { provide: POSTGRES_URL, useValue: database.url };
    const imports = [
      { module: Database, global: true, providers: [url], exports: [url] },
      MessagingModule.forRoot({ kafka: { brokers, topicPrefix, compactionMs, partitions: 1 } }),
      IdentityModule.with({ sessionHours: 12, operatorToken }),
    ];
    const options = { secret: Buffer.from('secret'), logger: createLogger('silent') };
    app = await createApp({ module: class Gateway {}, imports }, options);
    await app.listen(0, '127.0.0.1');
    await hostConsumers(app);
    operator = new KompassClient({ baseUrl: await app.getUrl(), token: operatorToken });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  /** Every record that the broker still has, as it has it: key, value and headers. */
  async function records(): Promise<readonly string[]> {
    const admin = kafka.admin();
    await admin.connect();
    const end = await admin
      .fetchTopicOffsets(topic)
      .then(([partition]) => BigInt(partition!.high))
      .catch(() => 0n)
      .finally(() => admin.disconnect());
    if (end === 0n) return [];
    const found: string[] = [];
    const consumer = kafka.consumer({ groupId: `raw-${randomUUID()}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const eachMessage = ({
        message,
      }: {
        message: { offset: string; key: unknown; value: Buffer | null };
      }) => {
        found.push(`${String(message.key)} ${message.value?.toString() ?? 'erased'}`);
        if (BigInt(message.offset) >= end - 1n) resolve();
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    await consumer.disconnect();
    return found;
  }

  async function until(awaited: (all: readonly string[]) => boolean): Promise<readonly string[]> {
    for (;;) {
      const all = await records();
      if (awaited(all)) return all;
      await delay(500);
    }
  }

  it('is gone from the topic itself: of the person nothing is left but the id, and that it was erased', async () => {
    const name = 'Uvanlig Særnavnsen';
    const email = 'saernavnsen@kompass.example';
    const body = { id: 'leaving', name, email, roles: [] };
    await operator.call(routes.createAccount, { body });
    await operator.call(routes.changeAccount, { params: { id: 'leaving' }, body: { roles: ['reader'] } });
    await operator.call(routes.createAccount, {
      body: { id: 'staying', name: 'Ola Nordmann', email: 'ola@kompass.example', roles: [] },
    });
    const told = await until((all) => all.some((record) => record.startsWith('staying ')));
    expect(told.filter((record) => record.includes(name) && record.includes(email)).length).toBeGreaterThan(
      0,
    );

    await operator.call(routes.eraseAccount, { params: { id: 'leaving' } });
    const left = await until((all) => all.every((record) => !record.includes(name)));
    expect(left.filter((record) => record.includes('saernavnsen'))).toEqual([]);
    expect(left.filter((record) => record.startsWith('leaving '))).toEqual(['leaving erased']);
    expect(left.filter((record) => record.startsWith('staying '))).toEqual([
      expect.stringContaining('Ola Nordmann'),
    ]);
  });
});
