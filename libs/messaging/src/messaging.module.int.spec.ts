import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationEvent, type IntegrationEvent } from '@kompass/contracts';
import {
  EsdbEventLog,
  EVENT_LOG,
  LOG_ID,
  openLogId,
  PassageVault,
  Streams,
  type Aggregate,
  type EventLog,
} from '@kompass/event-store';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import type { DomainEvent } from '@kompass/kernel';
import {
  contextMigrations,
  contextProviders,
  POSTGRES_URL,
  ReadStore,
  ReadStoreModule,
  sqlMigration,
} from '@kompass/read-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MESSAGE_BUS, type MessageBus } from './message-bus.port.js';
import { Messaging } from './messaging.js';
import { MessagingModule, referenceToken } from './messaging.module.js';
import { policySubscription, type Policy } from './policy.js';
import { publisher, type Publication } from './publication.js';
import type { ReferenceTable } from './reference-table.js';
import { referenceMigrations } from './reference.migration.js';

/** A context that publishes each renaming of a municipality and answers it with a renaming of its own twin. */
type Rename = { readonly type: 'Rename'; readonly name: string };
type Renamed = DomainEvent<'Renamed', { readonly name: string }>;
type State = { readonly name: string };
const municipality: Aggregate<Rename, State, Renamed> = {
  category: 'municipality',
  types: { Renamed: true },
  initial: { name: '' },
  reference: () => Promise.resolve(undefined),
  decide: ({ name }, state) => (name === state.name ? [] : [{ type: 'Renamed', data: { name } }]),
  evolve: (_, { data }) => data,
};
const publication: Publication<State, Renamed> = {
  catalog: municipality,
  messages: {
    Renamed: (_, { name }, envelope) =>
      integrationEvent('MunicipalityChanged', envelope, {
        country: 'NO',
        names: { nb: name },
        numbers: [],
        groups: [],
        successors: [],
      }),
  },
};
const twin: Policy<Rename, 'kompass.register.v1'> = {
  name: 'name-twin',
  topics: ['kompass.register.v1'],
  react: ({ key, data }) =>
    key === 'twin' || !('names' in data)
      ? []
      : [{ id: 'twin', command: { type: 'Rename', name: data.names.nb ?? '' } }],
};

const STREAMS = Symbol('STREAMS');
type MunicipalityStreams = Streams<Rename, State, Renamed, undefined>;

describe('a context wired by Nest', () => {
  let database: TestDatabase;
  let node: EventStoreNode;
  let log: EsdbEventLog;
  let application: INestApplicationContext;

  beforeAll(async () => {
    database = await testDatabase();
    node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    log = new EsdbEventLog({ url: `esdb://127.0.0.1:${node.port}?tls=false` });
    application = await NestFactory.createApplicationContext(
      applicationOf(database.url, log, await openLogId(log, new Date().toISOString())),
      { logger: false },
    );
  });
  afterAll(async () => {
    await application?.close();
    void log?.dispose();
    await node?.stop();
    await database?.drop();
  });

  it('publishes from its log and its outbox, keeps reference data and reacts', async () => {
    const streams = application.get<MunicipalityStreams>(STREAMS);
    const municipalities = application.get<ReferenceTable<'municipality'>>(
      referenceToken('register', 'municipality'),
    );
    const people = application.get<ReferenceTable<'person'>>(referenceToken('register', 'person'));
    const kari: IntegrationEvent = integrationEvent(
      'PersonChanged',
      { key: 'kari', version: 1, time: '2017-01-01T00:00:00Z', correlationId: 'c', causationId: 'c' },
      { name: 'Kari', roles: [], certificates: [] },
    );
    await database.pool.query('INSERT INTO register.outbox (key, message) VALUES ($1, $2)', [kari.key, kari]);
    await streams.execute(
      'roros',
      { type: 'Rename', name: 'Røros' },
      {
        actor: 'admin',
        commandId: '8f2b1f0a-6f0f-4a55-9e6e-0d6a5a0c2d11',
        request: '',
        correlationId: 'request',
        causationId: 'request',
        at: '2017-01-01T00:00:00.000Z',
      },
    );
    while (!(await municipalities.get('twin')) || !(await people.get('kari'))) await delay(5);
    expect((await municipalities.find({})).map(({ id, data }) => [id, data.names.nb])).toEqual([
      ['roros', 'Røros'],
      ['twin', 'Røros'],
    ]);
    for await (const { metadata } of streams.history('twin')) {
      expect(metadata).toMatchObject({ actor: 'policy:name-twin', correlationId: 'request' });
    }
    expect(application.get(Messaging).problems()).toEqual([]);
  });

  it('delivers nothing after it was closed', async () => {
    const bus = application.get<MessageBus>(MESSAGE_BUS);
    await application.close();
    await expect(bus.publish([])).rejects.toThrow('closed');
  });
});

function applicationOf(url: string, log: EventLog, logId: string) {
  const readStore = ReadStoreModule.forContext({
    schema: 'register',
    migrations: [
      ...contextMigrations('register'),
      ...referenceMigrations('register', ['municipality', 'person']),
      sqlMigration(
        'Outbox1757894400002',
        'CREATE TABLE register.outbox (id bigserial PRIMARY KEY, key text NOT NULL, message jsonb NOT NULL)',
      ),
    ],
    projections: [],
  });

  @Module({
    imports: [readStore],
    providers: [
      ...contextProviders('register'),
      {
        provide: STREAMS,
        inject: [EVENT_LOG, PassageVault],
        useFactory: (own: EventLog, vault: PassageVault) => new Streams(own, vault, municipality),
      },
    ],
    exports: [STREAMS, ReadStore],
  })
  class StreamsModule {}

  return {
    module: class Application {},
    global: true,
    imports: [
      MessagingModule.forRoot({ disorder: { interleave: 1, repeat: 0.5 } }),
      MessagingModule.forReferences({
        schema: 'register',
        kinds: ['municipality', 'person'],
        imports: [readStore],
      }),
      MessagingModule.forContext({
        schema: 'register',
        imports: [StreamsModule],
        inject: [STREAMS],
        useFactory: (streams: MunicipalityStreams) => ({
          publishers: [publisher(publication, streams)],
          subscriptions: [policySubscription('register', twin, streams)],
        }),
      }),
      MessagingModule.forOutbox('register'),
    ],
    providers: [
      { provide: POSTGRES_URL, useValue: url },
      { provide: EVENT_LOG, useValue: log },
      { provide: LOG_ID, useValue: logId },
    ],
    exports: [POSTGRES_URL, EVENT_LOG, LOG_ID],
  };
}
