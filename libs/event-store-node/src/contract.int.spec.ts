import { eventStoreContract, testDatabase } from '@kompass/testing';
import { startEventStoreNode } from './index.js';

eventStoreContract('the event-store node', async () => {
  const database = await testDatabase();
  const node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
  return {
    connectionString: `esdb://127.0.0.1:${node.port}?tls=false`,
    rowsRead: () => node.stats().rowsRead,
    close: async () => {
      await node.stop();
      await database.drop();
    },
  };
});

const real = process.env['EVENTSTORE_URL'];
if (real !== undefined)
  eventStoreContract(`the event store at ${real}`, () =>
    Promise.resolve({ connectionString: real, close: () => Promise.resolve() }),
  );
