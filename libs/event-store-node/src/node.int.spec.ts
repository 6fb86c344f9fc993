import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
  streamNameFilter,
} from '@eventstore/db-client';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { testDatabase } from '@kompass/testing';
import type { TestDatabase } from '@kompass/testing';
import { NodeRefused, startEventStoreNode } from './index.js';
import type { EventStoreNode } from './index.js';

jest.setTimeout(30_000);

describe('an event-store node', () => {
  let database: TestDatabase;
  let node: EventStoreNode;
  let client: EventStoreDBClient;

  beforeAll(async () => {
    setLogVerbosity(logVerbosity.NONE);
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    node = await start();
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${node.port}?tls=false`);
  });
  afterEach(async () => {
    await client.dispose();
    await node.stop();
  });

  const start = (port = 0) => startEventStoreNode({ postgres: database.url, port, allowUnsafe: true });
  const numbered = (number = 0, type = 'Numbered') => jsonEvent({ type, data: { number } });

  async function positions(): Promise<number[]> {
    const { rows } = await database.pool.query<{ position: string }>(
      'SELECT position FROM event_store.event ORDER BY position',
    );
    return rows.map(({ position }) => Number(position));
  }

  /** Appends wait until the table is released. */
  async function holdTable(): Promise<() => Promise<void>> {
    const holder = await database.pool.connect();
    await holder.query('BEGIN; LOCK TABLE event_store.event IN SHARE MODE');
    return async () => {
      await holder.query('ROLLBACK');
      holder.release();
    };
  }

  /** Resolves when the writer waits for the table. */
  async function writerWaits(): Promise<void> {
    for (;;) {
      const { rowCount } = await database.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rowCount) return;
    }
  }

  it('numbers the log without gaps, whatever fails in between', async () => {
    const attempts = Array.from({ length: 60 }, (_, number) =>
      client
        .appendToStream(`gaps-${number % 7}`, [numbered(number), numbered(number)], {
          expectedRevision: number % 3 === 0 ? 'any' : BigInt(number % 5),
        })
        .catch(() => undefined),
    );
    await Promise.all(attempts);
    const there = await positions();
    expect(there.length).toBeGreaterThan(20);
    expect(there).toEqual(there.map((_, index) => index + 1));
  });

  it('goes on where it stopped, at the same revision and position', async () => {
    const before = await client.appendToStream('restarted', [numbered(0), numbered(1)]);
    await node.stop();
    node = await start();
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${node.port}?tls=false`);
    const after = await client.appendToStream('restarted', numbered(2), { expectedRevision: 1n });
    expect(after.nextExpectedRevision).toBe(2n);
    expect(after.position?.commit).toBe((before.position?.commit as bigint) + 1n);
  });

  it('lets the rest of a group through when PostgreSQL refuses one of it', async () => {
    await database.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'poison'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON event_store.event
        FOR EACH ROW WHEN (NEW.type = 'Poison') EXECUTE FUNCTION refuse()`);
    const release = await holdTable();
    const first = client.appendToStream('alone', numbered(0));
    await writerWaits();
    const group = ['a', 'poison', 'b', 'poison', 'c'].map((name, number) =>
      client.appendToStream(`group-${name}`, numbered(number, name === 'poison' ? 'Poison' : 'Numbered')),
    );
    const again = client.appendToStream('group-b', numbered(9), { expectedRevision: 0n });
    await release();
    await first;
    const settled = await Promise.allSettled([...group, again]);
    expect(settled.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
      'fulfilled',
    ]);
    const there = await positions();
    expect(there).toEqual(there.map((_, index) => index + 1));
  });

  it('answers what is pending before it stops, and tells the rest that it is gone', async () => {
    const subscription = client.subscribeToAll({ fromPosition: END });
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    const release = await holdTable();
    const pending = [0, 1, 2].map((number) => client.appendToStream(`pending-${number}`, numbered(number)));
    await writerWaits();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { event } of subscription) seen.push(event?.streamId ?? '');
    })().catch((error: unknown) => error);
    const stopping = node.stop();
    await release();
    for (const answer of await Promise.all(pending)) expect(answer.nextExpectedRevision).toBe(0n);
    expect(await following).toMatchObject({ type: 'unavailable' });
    expect(['pending-0', 'pending-1', 'pending-2']).toEqual(expect.arrayContaining(seen));
    await stopping;
    await expect(client.appendToStream('too-late', numbered())).rejects.toMatchObject({ code: 14 });
  });

  it('stops writing when it loses the connection that holds its lock', async () => {
    const release = await holdTable();
    const pending = client.appendToStream('lost', numbered());
    await writerWaits();
    await database.pool.query(`
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    await expect(pending).rejects.toMatchObject({ type: 'unavailable' });
    expect(await node.failed).toBeInstanceOf(Error);
    await release();
    await expect(client.appendToStream('lost', numbered())).rejects.toMatchObject({ type: 'unavailable' });
  });

  it('refuses to write a log that another process writes', async () => {
    await expect(start()).rejects.toThrow(new NodeRefused('another process writes this log'));
  });

  it('refuses a PostgreSQL that could lose what it has acknowledged', async () => {
    const refused = startEventStoreNode({ postgres: database.url, port: 0 });
    await expect(refused).rejects.toThrow(/^PostgreSQL could lose acknowledged events: .*fsync.* off$/);
  });

  it('refuses a port that is taken, and gives the log up again', async () => {
    const taken = node.port;
    const elsewhere = await testDatabase();
    const options = { postgres: elsewhere.url, allowUnsafe: true };
    await expect(startEventStoreNode({ ...options, port: taken })).rejects.toThrow(
      `127.0.0.1:${taken} is taken`,
    );
    await (await startEventStoreNode({ ...options, port: 0 })).stop();
    await elsewhere.drop();
  });

  it('goes on when a client goes away whose appends are pending', async () => {
    const leaving = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${node.port}?tls=false`);
    const release = await holdTable();
    const left = leaving.appendToStream('left', numbered(0)).catch((error: unknown) => error);
    await writerWaits();
    await leaving.dispose();
    expect(await left).toBeInstanceOf(Error);
    await release();
    expect(await client.appendToStream('left', numbered(1))).toMatchObject({ nextExpectedRevision: 1n });
    while (node.stats().openCalls > 1) await new Promise((resolve) => setImmediate(resolve));
  });

  it('drops the subscription of a client that went away, also while nothing happens', async () => {
    const subscriptions = [
      client.subscribeToAll({ fromPosition: END }),
      client.subscribeToStream('quiet'),
      client.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: ['quiet'] }) }),
    ];
    await Promise.all(subscriptions.map((each) => new Promise((resolve) => each.once('caughtUp', resolve))));
    expect(node.stats().openCalls).toBe(3);
    await Promise.all(subscriptions.map((each) => each.unsubscribe()));
    while (node.stats().openCalls > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('reads nothing from the table for subscribers who keep up', async () => {
    const subscription = client.subscribeToAll({ fromPosition: END });
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    const before = node.stats().rowsRead;
    for (let number = 0; number < 20; number += 1) {
      const seen = new Promise((resolve) => subscription.once('data', resolve));
      await client.appendToStream('kept-up', numbered(number));
      await seen;
    }
    expect(node.stats().rowsRead).toBe(before);
    await subscription.unsubscribe();
  });

  describe('answers UNIMPLEMENTED to', () => {
    const unimplemented = expect.objectContaining({ code: 12 }) as unknown;

    it('deleting and tombstoning', async () => {
      await expect(client.deleteStream('any')).rejects.toEqual(unimplemented);
      await expect(client.tombstoneStream('any')).rejects.toEqual(unimplemented);
    });

    it('stream metadata', async () => {
      await expect(client.setStreamMetadata('any', { maxCount: 1 })).rejects.toThrow('not part of');
    });

    it('filters by regular expression', async () => {
      for (const filter of [
        excludeSystemEvents(),
        eventTypeFilter({ regex: 'x' }),
        streamNameFilter({ regex: 'x' }),
      ]) {
        const subscription = client.subscribeToAll({ filter });
        await expect(subscription[Symbol.asyncIterator]().next()).rejects.toEqual(unimplemented);
      }
    });

    it('persistent subscriptions and projections', async () => {
      const settings = persistentSubscriptionToStreamSettingsFromDefaults();
      const persistent = client.createPersistentSubscriptionToStream('any', 'group', settings);
      await expect(persistent).rejects.toEqual(unimplemented);
      await expect(client.createProjection('any', 'fromAll()')).rejects.toEqual(unimplemented);
    });
  });
});
