import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeMessage, integrationEvent, type IntegrationEvent } from '@kompass/contracts';
import { contextMigrations, openReadStore } from '@kompass/read-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { open } from './arrival.js';
import type { Incoming } from './delivery.js';
import { ParkedMessageTable } from './parked-message-table.js';
import { parkedMessagesContract, type ParkedUnderTest } from './parked-messages.contract.js';
import type { Lane, ParkedMessages } from './parked-messages.port.js';
import { parkingDelivery } from './parking-delivery.js';
import { acts, playHistory } from './parking-history.fixtures.js';
import { isTransient } from './transient.js';

let database: TestDatabase;
let dataSource: DataSource;
let table: ParkedMessageTable;
beforeAll(async () => {
  database = await testDatabase();
  const schema = 'reporting';
  dataSource = await openReadStore({ url: database.url, schema, migrations: contextMigrations(schema) });
  table = new ParkedMessageTable(dataSource, schema);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

async function emptyTable(): Promise<ParkedUnderTest> {
  await dataSource.query('TRUNCATE reporting.parked_message');
  return {
    parked: table,
    elsewhere: new ParkedMessageTable(dataSource, 'reporting'),
    skipFirst: async ({ group, topic, key }) => {
      const parked = await table.list({ group, limit: 100 });
      const first = parked.find((each) => each.topic === topic && each.key === key);
      if (!first) return undefined;
      expect(await table.skip(first.id, 'admin', 'a reason')).toBe(true);
      return (await table.find(first.id))!.bytes!;
    },
  };
}

describe('the table of parked messages', () => {
  parkedMessagesContract(emptyTable);

  it('gives messages back in order, each once, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (history) => playHistory(await emptyTable(), history)),
      { numRuns: 25 },
    );
  });
});

describe('two processes that take themselves for the consumer of a partition, and one that retries', () => {
  const topic = 'kompass.scoring.v1';
  const incoming = (version: number): Incoming => {
    const envelope = {
      key: 'a',
      version,
      time: '2017-01-01T00:00:00Z',
      correlationId: 'c',
      causationId: 'e',
    };
    const edition = version + 1;
    return {
      topic,
      key: 'a',
      bytes: encodeMessage(integrationEvent('EvaluationReopened', envelope, { edition })),
    };
  };

  it('lose nothing, mix nothing up and leave nothing behind', async () => {
    const { parked, elsewhere } = await emptyTable();
    for (let round = 0; round < 20; round += 1) {
      const effects: number[] = [];
      let poison = true;
      const handle = async ({ version }: IntegrationEvent): Promise<void> => {
        await nextTurn();
        if (poison && version === 1) throw new Error('poison');
        effects.push(version);
      };
      const deliver = (by: ParkedMessages) => {
        const options = { backoff: { firstMs: 0, mostMs: 0 }, tries: 1 };
        const delivery = parkingDelivery({ group: 'g', topics: [topic], handle }, by, options);
        return delivery.deliver([0, 1, 2, 3, 4].map(incoming), new AbortController().signal);
      };
      const lane: Lane = { group: 'g', topic, key: 'a' };
      const step = () => table.handleFirst(lane, (bytes) => handle(open({ topic, key: 'a', bytes })));
      const retry = async (): Promise<void> => {
        for (let tries = 0; tries < 10; tries += 1) {
          poison = tries < round % 10;
          await step();
        }
      };
      await Promise.all([deliver(parked), deliver(elsewhere), retry()]);
      while ((await step()) === 'handled');
      expect([...new Set(effects)]).toEqual([0, 1, 2, 3, 4]);
      expect(await table.leftOf(lane)).toEqual({ left: 0, first: null });
    }
  });
});

describe('an outage of PostgreSQL', () => {
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('is transient, whatever it looks like to who asks', async () => {
    const killed = await failureOf(dataSource.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    const unreachable = new URL(database.url);
    unreachable.port = '1';
    const schema = 'reporting';
    const refused = await failureOf(openReadStore({ url: unreachable.href, schema, migrations: [] }));
    const closed = await openReadStore({ url: database.url, schema, migrations: contextMigrations(schema) });
    await closed.destroy();
    const gone = await failureOf(closed.query('SELECT 1'));
    for (const error of [killed, refused, gone]) expect([error, isTransient(error)]).toEqual([error, true]);
  });
});

describe('what an administrator sees', () => {
  const lane = (key: string, group = 'reporting.record'): Lane => ({
    group,
    topic: 'kompass.scoring.v1',
    key,
  });
  const message = (n: number) => ({
    bytes: new TextEncoder().encode(`{"n":${n}}`),
    digest: String(n).padStart(64, '0'),
    type: 'EvaluationReopened',
    messageId: '5a3e6c0e-8e4c-4b4b-9d67-3c1f0f9c1d11',
  });
  const failure = { attempts: 6, problem: 'a defect' };
  beforeEach(() => emptyTable());

  it('is the first of every key, the oldest at the top, page by page', async () => {
    await table.park(lane('a'), message(1), failure);
    await table.parkBehind(lane('a'), message(2));
    await table.park(lane('b', 'reporting.other'), message(1), failure);
    await table.park(lane('c'), message(1), failure);
    const all = await table.list({ limit: 10 });
    expect(all.map(({ key, waiting }) => [key, waiting])).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 0],
    ]);
    expect(all[0]).toEqual({
      id: expect.any(Number),
      ...lane('a'),
      type: 'EvaluationReopened',
      messageId: message(1).messageId,
      ...failure,
      parkedAt: expect.stringMatching(/^\d{4}-.+\.\d{3}Z$/),
      waiting: 1,
    });
    const page = await table.list({ limit: 2 });
    expect([...page, ...(await table.list({ limit: 2, after: page[1] }))]).toEqual(all);
    expect((await table.list({ group: 'reporting.other', limit: 10 })).map(({ key }) => key)).toEqual(['b']);
    expect(await table.counts()).toEqual([
      { group: 'reporting.other', keys: 1, messages: 1 },
      { group: 'reporting.record', keys: 2, messages: 3 },
    ]);
    expect(await table.leftOf(lane('a'))).toMatchObject({ left: 2 });
  });

  it('is a skipped message with who, when and why, and no more once it is erased', async () => {
    await table.park(lane('a'), message(1), failure);
    const [{ id } = { id: 0 }] = await table.list({ limit: 1 });
    expect(await table.find(id)).toMatchObject({ skipped: null, bytes: Buffer.from('{"n":1}') });
    expect(await table.skip(id, 'admin', 'out of date')).toBe(true);
    expect(await table.skip(id, 'other', 'again')).toBe(false);
    expect(await table.list({ limit: 1 })).toEqual([]);
    const skipped = { at: expect.stringMatching(/Z$/), by: 'admin', reason: 'out of date' };
    expect(await table.find(id)).toMatchObject({ skipped, problem: 'a defect' });
    await table.erase(lane('a'));
    expect(await table.find(id)).toMatchObject({ skipped, bytes: null, problem: null });
    expect(await table.skip(id + 1, 'admin', 'nothing there')).toBe(false);
  });

  it('is a problem that PostgreSQL would not take as it is, and the tries that led to it', async () => {
    await table.park(lane('a'), message(1), { attempts: 1, problem: `NUL \0 ${'x'.repeat(9_000)}` });
    await table.handleFirst(lane('a'), () => Promise.reject(new Error('\0 again')));
    expect(await table.list({ limit: 1 })).toMatchObject([{ attempts: 2, problem: '\u{fffd} again' }]);
  });

  it('is as it was when the process dies in the middle of a retry', async () => {
    await table.park(lane('a'), message(1), failure);
    const dying = await openReadStore({
      url: database.url,
      schema: 'reporting',
      migrations: contextMigrations('reporting'),
    });
    const died = new ParkedMessageTable(dying, 'reporting').handleFirst(lane('a'), async () => {
      await dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
      );
    });
    await expect(died).rejects.toThrow();
    await dying.destroy();
    expect(await table.list({ limit: 1 })).toMatchObject([{ attempts: 6, problem: 'a defect' }]);
    expect(await table.handleFirst(lane('a'), () => Promise.resolve())).toBe('handled');
  });
});
