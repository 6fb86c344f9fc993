import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import {
  contextOf,
  eventLogContract,
  MemoryPassageKeys,
  newEvents,
  readAll,
  runModule,
  tally,
  testDatabase,
  type NodeProcess,
  type TestDatabase,
} from '@kompass/testing';
import { findChainFault } from './chain.js';
import { EsdbEventLog } from './esdb-event-log.js';
import { AppendUnknown, type LogItem } from './event-log.js';
import { openLogId } from './log-id.js';
import { PassageVault } from './passages.js';
import { Streams } from './streams.js';
import type { StoredEvent } from './stored-event.js';

const urlOf = (port: number) => `esdb://127.0.0.1:${port}?tls=false`;

eventLogContract(async () => {
  const database = await testDatabase();
  const node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
  const log = new EsdbEventLog({ url: urlOf(node.port) });
  return {
    log,
    close: async () => {
      await log.dispose();
      await node.stop();
      await database.drop();
    },
  };
});

describe('EsdbEventLog', () => {
  let database: TestDatabase;
  let log: EsdbEventLog;
  let drops: unknown[];
  const onDrop = (reason: unknown) => void drops.push(reason);
  let cleanUp: (() => Promise<unknown>)[];

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    drops = [];
    cleanUp = [];
  });
  afterEach(async () => {
    for (const undo of cleanUp.reverse()) await undo();
    jest.restoreAllMocks();
    await database.pool.query('DROP SCHEMA IF EXISTS event_store CASCADE');
  });

  /** A node in this process, and the log on it. */
  async function open(appendTimeoutMs?: number): Promise<EventStoreNode> {
    const node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    log = new EsdbEventLog({
      url: urlOf(node.port),
      onDrop,
      ...(appendTimeoutMs ? { appendTimeoutMs } : {}),
    });
    cleanUp.push(
      () => node.stop(),
      () => log.dispose(),
    );
    return node;
  }

  /** A node in a process of its own, to be killed. */
  async function launch(port = 0): Promise<{ process: NodeProcess; port: number }> {
    const process = runModule(
      `import { startEventStoreNode } from '@kompass/event-store-node';
       const [postgres, port] = process.argv.slice(1);
       const node = await startEventStoreNode({ postgres, port: Number(port), allowUnsafe: true });
       process.stdout.write(node.port + '\\n');`,
      database.url,
      String(port),
    );
    cleanUp.push(() => process.kill());
    return { process, port: Number(await process.line()) };
  }

  /** Everything `prefix` yields, as it comes. */
  function following(prefix: string): { until(events: number): Promise<StoredEvent[]> } {
    const ending = new AbortController();
    const items: LogItem[] = [];
    const waiting = new Set<() => void>();
    const over = (async () => {
      for await (const item of log.follow({ prefixes: [prefix], signal: ending.signal })) {
        items.push(item);
        waiting.forEach((check) => check());
      }
    })();
    cleanUp.push(() => {
      ending.abort();
      return over;
    });
    const events = () => items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
    const until = (count: number) =>
      new Promise<StoredEvent[]>((resolve) => {
        const check = () => {
          if (events().length < count) return;
          waiting.delete(check);
          resolve(events());
        };
        waiting.add(check);
        check();
      });
    return { until };
  }

  /** Appends until it is accepted, as somebody would who knows that the store comes back. */
  async function persist(stream: string, revision: number, [event] = newEvents(1)): Promise<void> {
    for (;;) {
      try {
        await log.append(stream, revision - 1, [event!]);
        return;
      } catch (error) {
        expect(error).toBeInstanceOf(AppendUnknown);
      }
    }
  }

  it('follows on, without a gap or a repeat, when the node is killed and started again', async () => {
    const first = await launch();
    log = new EsdbEventLog({ url: urlOf(first.port), onDrop });
    cleanUp.push(() => log.dispose());
    const { until } = following('killed-');
    for (let revision = 0; revision < 20; revision += 1) await persist('killed-1', revision);
    await until(5);
    await first.process.kill();
    await expect(log.append('killed-1', 19, newEvents(1))).rejects.toBeInstanceOf(AppendUnknown);
    await expect(readAll(log.readStream('killed-1'))).rejects.toMatchObject({
      code: 'event-store-unavailable',
      detail: { retryAfter: 1 },
    });
    await expect(log.head()).rejects.toMatchObject({ code: 'event-store-unavailable' });
    await launch(first.port);
    for (let revision = 20; revision < 40; revision += 1) await persist('killed-1', revision);
    const seen = await until(40);
    expect(seen.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 40 }, (_, revision) => revision),
    );
    expect(drops.length).toBeGreaterThan(0);
  });

  it('takes a subscription that ends without an error for a drop', async () => {
    await open();
    await log.append('ended-1', -1, newEvents(1));
    const ended = Object.assign(Readable.from([]), { unsubscribe: () => Promise.resolve() });
    jest.spyOn(EventStoreDBClient.prototype, 'subscribeToAll').mockReturnValueOnce(ended);
    const { until } = following('ended-');
    expect(await until(1)).toHaveLength(1);
    expect(drops).toEqual(['ended by the server']);
  });

  it('reads to its end what is left early: the client waits for that when it is disposed of', async () => {
    await open();
    const event = { streamId: 'left-1', revision: 0n, position: { commit: 7n, prepare: 7n } };
    const read = Object.assign(Readable.from([{ event }, { event }]), { cancel: () => Promise.resolve() });
    jest.spyOn(EventStoreDBClient.prototype, 'readStream').mockReturnValueOnce(read);
    const ended = finished(read);
    for await (const { revision } of log.readStream('left-1')) if (revision === 0) break;
    await ended;
  });

  it('follows on when the node was stopped in order', async () => {
    const node = await open();
    const { until } = following('clean-');
    await log.append('clean-1', -1, newEvents(1));
    await until(1);
    await node.stop();
    const again = await startEventStoreNode({ postgres: database.url, port: node.port, allowUnsafe: true });
    cleanUp.push(() => again.stop());
    await persist('clean-1', 1);
    expect((await until(2)).map(({ revision }) => revision)).toEqual([0, 1]);
    expect(drops.length).toBeGreaterThan(0);
  });

  it('gives an append up as unknown at its limit; it may be stored all the same', async () => {
    await open(300);
    await persist('slow-1', 0);
    const holder = await database.pool.connect();
    await holder.query('BEGIN; LOCK TABLE event_store.event IN SHARE MODE');
    const late = log.append('slow-1', 0, newEvents(1));
    await expect(late).rejects.toBeInstanceOf(AppendUnknown);
    await holder.query('ROLLBACK');
    holder.release();
    const { until } = following('slow-');
    expect(await until(2)).toHaveLength(2);
    await persist('slow-1', 2);
  });

  it('refuses what is too large, and nothing else with it', async () => {
    await open();
    const [large, ...small] = await Promise.allSettled([
      log.append('large-1', -1, newEvents(1, { text: 'x'.repeat(1_200_000) })),
      log.append('large-2', -1, newEvents(1)),
      log.append('large-3', -1, newEvents(1, { text: 'x'.repeat(900_000) })),
    ]);
    expect(large).toMatchObject({ status: 'rejected', reason: { code: 'append-too-large' } });
    expect(small.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('carries two writers of one stream, and all their commands', async () => {
    await open();
    const writers = [0, 1].map(() => new Streams(log, new PassageVault(new MemoryPassageKeys()), tally));
    const names = Array.from({ length: 24 }, (_, number) => `slot-${number}`);
    const put = (name: string, writer: number) =>
      writers[writer]!.execute('t', { type: 'PutMarks', slot: name, marks: 0 }, contextOf(name));
    const answers = await Promise.all(names.flatMap((name) => [put(name, 0), put(name, 1)]));
    const events = await readAll(log.readStream('tally-t'));
    expect(findChainFault(events)).toBeUndefined();
    expect(events.map(({ data }) => data['slot']).sort()).toEqual([...names].sort());
    for (const [index, answer] of answers.entries()) {
      const slot = names[Math.floor(index / 2)];
      expect(events[answer.revision]).toMatchObject({ data: { slot }, position: answer.position });
    }
  });

  it('gives the log one id for ever', async () => {
    await open();
    const ids = await Promise.all([0, 1, 2].map(() => openLogId(log, '2017-09-14T08:00:00.000Z')));
    expect(new Set(ids).size).toBe(1);
    expect(await openLogId(log, '2018-01-01T00:00:00.000Z')).toBe(ids[0]);
    const events = await readAll(log.readStream('kompass-log'));
    expect(events).toHaveLength(1);
    expect(findChainFault(events)).toBeUndefined();
  });
});
