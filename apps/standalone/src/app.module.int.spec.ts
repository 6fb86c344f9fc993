import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { receivers } from '@kompass/contracts';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import { createApp, createLogger } from '@kompass/http';
import { Consumers } from '@kompass/messaging';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { StandaloneModule } from './app.module.js';

describe('every context in one process', () => {
  let database: TestDatabase;
  let node: EventStoreNode;
  let app: NestFastifyApplication;
  const subscribed = jest.spyOn(Consumers.prototype, 'add');

  beforeAll(async () => {
    database = await testDatabase();
    node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    const pair = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const keys = { ...pair, secret: randomBytes(32) };
    const module = StandaloneModule.with({
      keys,
      sessionHours: 1,
      postgresUrl: database.url,
      eventStoreUrl: `esdb://127.0.0.1:${node.port}?tls=false`,
    });
    const logger = createLogger('fatal', process.stdout);
    app = await createApp(module, { secret: keys.secret, logger });
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await node.stop();
    await database.drop();
  });

  it('has the consumers that the AsyncAPI document names', () => {
    const found = subscribed.mock.calls.map(([, { group, topics }]) => [group, [...topics].sort()]);
    const named = Object.entries(receivers).map(([group, topics]) => [group, [...topics].sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(named));
  });
});
