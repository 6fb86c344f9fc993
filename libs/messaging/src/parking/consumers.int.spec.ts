import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeMessage, integrationEvent } from '@kompass/contracts';
import { contextMigrations, openReadStore, ReadStore } from '@kompass/read-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import { InProcessBus } from '../in-process-bus.adapter.js';
import { Consumers, mostAtOnce } from './consumers.js';
import { ParkedMessageTable } from './parked-message-table.js';

const topic = 'kompass.scoring.v1';
const contexts = ['reporting', 'scheduling'];

describe('the consumers of several contexts', () => {
  let database: TestDatabase;
  const stores = new Map<string, ReadStore>();
  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await testDatabase();
    for (const schema of contexts) {
      const migrations = contextMigrations(schema);
      const dataSource = await openReadStore({ url: database.url, schema, migrations });
      stores.set(schema, new ReadStore(dataSource, schema));
    }
  });
  afterAll(async () => {
    for (const { dataSource } of stores.values()) await dataSource.destroy();
    await database?.drop();
  });

  let consumers: Consumers;
  let handled: string[];
  let broken: boolean;
  beforeEach(async () => {
    for (const schema of contexts)
      await database.pool.query(`TRUNCATE ${schema}.parked_message RESTART IDENTITY`);
    consumers = new Consumers(new InProcessBus());
    handled = [];
    broken = false;
    for (const schema of contexts) {
      const handle = async ({ key, version }: { key: string; version: number }): Promise<void> => {
        if (broken) throw new Error('a defect');
        handled.push(`${schema} ${key}@${version}`);
      };
      consumers.add(stores.get(schema)!, { group: `${schema}.follow`, topics: [topic], handle });
    }
  });

  async function park(
    context: string,
    key: string,
    versions: readonly number[],
    name = 'follow',
  ): Promise<void> {
    const table = new ParkedMessageTable(stores.get(context)!.dataSource, context);
    for (const version of versions) {
      const envelope = { key, version, time: '2017-01-01T00:00:00Z', correlationId: 'c', causationId: 'e' };
      const bytes = encodeMessage(integrationEvent('EvaluationReopened', envelope, { edition: version + 1 }));
      const digest = createHash('sha256').update(bytes).digest('hex');
      const failure = { attempts: 1, problem: 'a defect' };
      await table.park({ group: `${context}.${name}`, topic, key }, { bytes, digest }, failure);
    }
  }

  const idsOf = async (...options: Partial<Parameters<Consumers['list']>[0]>[]) =>
    (await consumers.list({ limit: 10, ...options[0] })).map(({ id }) => id);

  it('are listed together, the oldest first, and by context and group', async () => {
    await park('scheduling', 'a', [0, 1]);
    await park('reporting', 'b', [0]);
    await park('scheduling', 'c', [0]);
    expect(await idsOf()).toEqual(['scheduling.1', 'reporting.1', 'scheduling.3']);
    expect(await idsOf({ context: 'scheduling' })).toEqual(['scheduling.1', 'scheduling.3']);
    expect(await idsOf({ group: 'reporting.follow' })).toEqual(['reporting.1']);
    const [first, second] = await consumers.list({ limit: 2 });
    expect(first).toMatchObject({ context: 'scheduling', waiting: 1 });
    expect(await idsOf({ after: second! })).toEqual(['scheduling.3']);
  });

  it('handle a key in order when it is retried, until one fails', async () => {
    await park('reporting', 'a', [0, 1]);
    broken = true;
    const vain = { handled: 0, left: 2, problem: 'a defect', next: 'reporting.1' };
    expect(await consumers.retry('reporting.1', 'admin')).toEqual(vain);
    broken = false;
    const retries = await Promise.allSettled([1, 2].map(() => consumers.retry('reporting.2', 'admin')));
    expect(retries[0]).toMatchObject({ value: { handled: expect.any(Number), left: 0, problem: null } });
    expect(handled).toEqual(['reporting a@0', 'reporting a@1']);
    await expect(consumers.retry('reporting.1', 'admin')).rejects.toMatchObject({ code: 'parked-unknown' });
  });

  it('handle so many at once, and say with which it goes on', async () => {
    const versions = Array.from({ length: mostAtOnce + 2 }, (_, version) => version);
    await park('reporting', 'a', versions);
    const { next, ...first } = await consumers.retry('reporting.1', 'admin');
    expect(first).toEqual({ handled: mostAtOnce, left: 2, problem: null });
    expect(await consumers.retry(next!, 'admin')).toEqual({ handled: 2, left: 0, problem: null, next: null });
    expect(handled).toEqual(versions.map((version) => `reporting a@${version}`));
  });

  it('go on with the key when its first message is skipped', async () => {
    await park('reporting', 'a', [0, 1, 2]);
    expect(await consumers.skip('reporting.1', 'admin', 'of no use')).toEqual({
      handled: 2,
      left: 0,
      problem: null,
      next: null,
    });
    expect(handled).toEqual(['reporting a@1', 'reporting a@2']);
    expect((await consumers.find('reporting.1')).skipped).toMatchObject({ by: 'admin', reason: 'of no use' });
    for (const again of [consumers.retry('reporting.1', 'b'), consumers.skip('reporting.1', 'b', 'c')])
      await expect(again).rejects.toMatchObject({ code: 'parked-unknown' });
  });

  it('count what is parked, also of a group that is no more, which can only be skipped', async () => {
    await park('reporting', 'a', [0, 1]);
    await park('reporting', 'a', [0], 'former');
    expect(await consumers.counts()).toEqual([
      { context: 'reporting', group: 'reporting.follow', keys: 1, messages: 2 },
      { context: 'reporting', group: 'reporting.former', keys: 1, messages: 1 },
      { context: 'scheduling', group: 'scheduling.follow', keys: 0, messages: 0 },
    ]);
    const problem = 'this version has no consumer reporting.former';
    expect(await consumers.retry('reporting.3', 'admin')).toEqual({
      ...{ handled: 0, left: 1, problem },
      next: 'reporting.3',
    });
    expect(await consumers.skip('reporting.3', 'admin', 'gone')).toMatchObject({ left: 0 });
  });

  it.each(['reporting.99', 'register.1', 'reporting', 'reporting.x', 'reporting.1.2'])(
    'know nothing of %s',
    async (id) => {
      await expect(consumers.find(id)).rejects.toMatchObject({ code: 'parked-unknown' });
    },
  );
});
