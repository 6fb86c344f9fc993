import { startEventStoreNode } from '@kompass/event-store-node';
import { testDatabase } from '@kompass/testing';
import type { Engines } from './contexts.fixtures.js';
import type { KafkaOptions } from './kafka-client.js';

/** Engines of a test file's own, but for Kafka, which it brings along. */
export async function startEngines(
  kafka: KafkaOptions,
): Promise<{ readonly engines: Engines; stop(): Promise<void> }> {
  const database = await testDatabase();
  const node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
  return {
    engines: {
      postgresUrl: database.url,
      eventStoreUrl: `esdb://127.0.0.1:${node.port}?tls=false`,
      kafka,
    },
    stop: async () => {
      await node.stop();
      await database.drop();
    },
  };
}
