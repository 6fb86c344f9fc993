import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { integrationEvent, type DataOf, type IntegrationEvent } from '@kompass/contracts';
import { openReadStore, sqlMigration } from '@kompass/read-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { InProcessBus } from './in-process-bus.adapter.js';
import { outboxRelay } from './outbox-relay.js';
import { referenceSubscription } from './reference-consumer.js';
import { ReferenceTable } from './reference-table.js';
import { referenceMigrations } from './reference.migration.js';
import type { SingleActive } from './single-active.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  const outbox =
    'CREATE TABLE kept.outbox (id bigserial PRIMARY KEY, key text NOT NULL, message jsonb NOT NULL)';
  dataSource = await openReadStore({
    url: database.url,
    schema: 'kept',
    migrations: [
      ...referenceMigrations('kept', ['municipality', 'person']),
      sqlMigration('Outbox1757894400002', outbox),
    ],
  });
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

const envelope = (key: string, version: number) => ({
  key,
  version,
  time: '2017-09-14T10:00:00Z',
  correlationId: 'c',
  causationId: 'e',
});
const person = (key: string, version: number, name?: string) =>
  integrationEvent(
    'PersonChanged',
    envelope(key, version),
    name === undefined ? null : { name, roles: ['assessor'], certificates: [{ from: '2015' }] },
  );
const municipality = (key: string, numbers: DataOf<'MunicipalityChanged'>['numbers']) =>
  integrationEvent('MunicipalityChanged', envelope(key, 0), {
    country: 'NO',
    names: { nb: key },
    numbers,
    groups: [],
    successors: [],
  });

describe('reference data', () => {
  let people: ReferenceTable<'person'>;
  let municipalities: ReferenceTable<'municipality'>;
  let hear: (message: IntegrationEvent) => Promise<void>;
  beforeEach(async () => {
    await dataSource.query('TRUNCATE kept.reference_person, kept.reference_municipality');
    people = new ReferenceTable(dataSource, 'kept', 'person');
    municipalities = new ReferenceTable(dataSource, 'kept', 'municipality');
    const subscription = referenceSubscription('kept', [people, municipalities]);
    expect(subscription).toMatchObject({
      group: 'kept.reference',
      topics: ['kompass.people.v1', 'kompass.register.v1'],
    });
    hear = (message) => subscription.handle(message);
  });

  it('is kept as the newest version says, whatever comes after it', async () => {
    await hear(person('kari', 3, 'Kari'));
    await hear(person('kari', 2, 'Karin'));
    await hear(person('kari', 3, 'Karoline'));
    expect(await people.get('kari')).toEqual({
      id: 'kari',
      version: 3,
      data: { name: 'Kari', roles: ['assessor'], certificates: [{ from: '2015' }] },
    });
  });

  it('shows a change at once, also to who had asked before', async () => {
    expect(await people.get('kari')).toBeUndefined();
    await hear(person('kari', 1, 'Kari'));
    expect((await people.get('kari'))?.data.name).toBe('Kari');
    const asked = people.get('kari');
    await Promise.all([hear(person('kari', 2, 'Karin')), people.get('kari'), asked]);
    expect((await people.get('kari'))?.data.name).toBe('Karin');
  });

  it('is gone after a tombstone, for good', async () => {
    await hear(person('kari', 1, 'Kari Nordmann'));
    await hear(person('kari', 2));
    await hear(person('kari', 1, 'Kari Nordmann'));
    expect(await people.get('kari')).toBeUndefined();
    expect(await people.find({})).toEqual([]);
    const rows = await dataSource.query<{ row: string }[]>(
      `SELECT reference_person::text AS row FROM kept.reference_person`,
    );
    expect(rows).toEqual([{ row: '(kari,2,,t)' }]);
  });

  it('takes a tombstone of what it never heard of', async () => {
    await hear(person('ola', 7));
    await hear(person('ola', 6, 'Ola'));
    expect(await people.get('ola')).toBeUndefined();
  });

  it('is found by what it contains', async () => {
    await hear(
      municipality('roros', [
        { number: '1640', to: '2017-12-31' },
        { number: '5025', from: '2018-01-01' },
      ]),
    );
    await hear(municipality('ulstein', [{ number: '1516' }]));
    const found = async (number: string) =>
      (await municipalities.find({ numbers: [{ number }] })).map(({ id }) => id);
    expect([await found('1640'), await found('5025'), await found('9999')]).toEqual([
      ['roros'],
      ['roros'],
      [],
    ]);
    expect((await municipalities.find({})).map(({ id }) => id)).toEqual(['roros', 'ulstein']);
    expect(await municipalities.idsOf({ numbers: [{ number: '5025' }] })).toEqual(['roros']);
    expect(await municipalities.idsOf({})).toEqual(['roros', 'ulstein']);
  });

  it('is kept of many messages at once as of one after the other', async () => {
    const { handleAll } = referenceSubscription('kept', [people, municipalities]);
    await hear(person('ola', 5, 'Ola'));
    await handleAll!([
      person('kari', 1, 'Kari'),
      municipality('roros', [{ number: '1640' }]),
      person('kari', 3),
      person('ola', 4, 'Olav'),
      person('kari', 2, 'Karin'),
      person('per', 1, 'Per'),
    ]);
    expect((await people.find({})).map(({ id, data }) => [id, data.name])).toEqual([
      ['ola', 'Ola'],
      ['per', 'Per'],
    ]);
    expect(await municipalities.idsOf({})).toEqual(['roros']);
    const rows = await dataSource.query<{ row: string }[]>(
      `SELECT reference_person::text AS row FROM kept.reference_person WHERE id = 'kari'`,
    );
    expect(rows).toEqual([{ row: '(kari,3,,t)' }]);
  });

  it('leaves alone what other kinds tell', async () => {
    await hear(
      integrationEvent('InstrumentPublished', envelope('d', 0), {
        id: 'k',
        version: '1',
        document: {},
        crosswalks: [],
      }),
    );
    expect(await municipalities.find({})).toEqual([]);
  });

  it('ends the same in whatever order versions arrive', async () => {
    const versions = fc.array(fc.record({ version: fc.nat(6), erased: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(versions, async (heard) => {
        const key = `person-${(run += 1)}`;
        for (const { version, erased } of heard) {
          await hear(person(key, version, erased ? undefined : `version ${version}`));
        }
        const newest = heard.reduce((best, next) => (next.version > best.version ? next : best));
        expect((await people.get(key))?.data.name).toBe(
          newest.erased ? undefined : `version ${newest.version}`,
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('the relay of an outbox', () => {
  const backoff = { firstMs: 1, mostMs: 5 };
  const relays: SingleActive[] = [];
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await dataSource.query('TRUNCATE kept.outbox');
  });

  async function write(...messages: IntegrationEvent[]): Promise<void> {
    for (const message of messages) {
      await dataSource.query('INSERT INTO kept.outbox (key, message) VALUES ($1, $2)', [
        message.key,
        JSON.stringify(message),
      ]);
    }
  }

  async function left(): Promise<number> {
    const rows = await dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM kept.outbox',
    );
    return rows[0]!.count;
  }

  function relay(publish: (messages: readonly IntegrationEvent[]) => Promise<void>): SingleActive {
    const bus = Object.assign(new InProcessBus(), { publish });
    const started = outboxRelay({ url: database.url, schema: 'kept', bus, pollMs: 1 }, { backoff });
    relays.push(started);
    started.start();
    return started;
  }

  async function emptied(): Promise<void> {
    while ((await left()) > 0) await delay(2);
  }

  it('publishes rows in order, whole, and deletes them', async () => {
    const published: IntegrationEvent[] = [];
    await write(person('kari', 1, 'Kari'), person('ola', 1, 'Ola'));
    relay((messages) => Promise.resolve(void published.push(...messages)));
    await emptied();
    await write(person('kari', 2));
    await emptied();
    expect(published).toEqual([person('kari', 1, 'Kari'), person('ola', 1, 'Ola'), person('kari', 2)]);
  });

  it('keeps the rows until the bus has taken them over', async () => {
    await write(person('kari', 1, 'Kari'));
    let tries = 0;
    const leftWhile: number[] = [];
    const failing = relay(async () => {
      leftWhile.push(await left());
      if ((tries += 1) < 4) throw new Error('no broker');
    });
    await emptied();
    expect(leftWhile).toEqual([1, 1, 1, 1]);
    while (failing.problem !== undefined) await delay(2);
  });

  it('publishes again what it had published when it was killed before deleting', async () => {
    await write(person('kari', 1, 'Kari'));
    let told: () => void = () => undefined;
    const published = new Promise<void>((resolve) => (told = resolve));
    const killed = relay(() => {
      told();
      return new Promise(() => undefined); // the acknowledgement never arrives
    });
    await published;
    await killed.stop();
    expect(await left()).toBe(1);
    const again: string[] = [];
    relay((messages) => Promise.resolve(void again.push(...messages.map(({ id }) => id))));
    await emptied();
    expect(again).toEqual([person('kari', 1, 'Kari').id]);
  });

  it('publishes what comes before a row that is no message, names and keeps it', async () => {
    await write(person('kari', 1, 'Kari'), {
      ...person('ola', 1, 'Ola'),
      data: { name: '' },
    } as IntegrationEvent);
    const bus = new InProcessBus();
    const stuck = outboxRelay({ url: database.url, schema: 'kept', bus }, { backoff });
    relays.push(stuck);
    stuck.start();
    while (stuck.problem === undefined) await delay(2);
    expect(stuck.problem).toMatch(/^kompass:outbox:kept: message unreadable: PersonChanged ola: /);
    expect(await left()).toBe(1);
  });
});
