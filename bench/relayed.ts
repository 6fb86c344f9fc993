import { integrationEvent, type DataOf } from '@kompass/contracts';
import {
  EVENT_LOG,
  EventStoreModule,
  PassageVault,
  Streams,
  type Aggregate,
  type EventLog,
} from '@kompass/event-store';
import type { DomainEvent, Message } from '@kompass/kernel';
import {
  hostConsumers,
  Messaging,
  MessagingModule,
  publisher,
  referenceMigrations,
  type Publication,
} from '@kompass/messaging';
import { contextMigrations, contextProviders, ReadStore, ReadStoreModule } from '@kompass/read-store';
import { PostgresModule } from '@kompass/service';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Engines } from './engines.js';

/** A context that tells of its municipalities and keeps a copy of what it hears of them. */
const schema = 'bench';
type State = DataOf<'MunicipalityChanged'>;
type Told = DomainEvent<'Told', State>;

const nothing: State = { country: '', names: {}, numbers: [], groups: [], successors: [] };

const aggregate: Aggregate<Message, State, Told> = {
  category: schema,
  types: { Told: true },
  initial: nothing,
  reference: () => Promise.resolve(undefined),
  decide: () => [],
  evolve: (_, { data }) => data,
};

const publication: Publication<State, Told> = {
  catalog: aggregate,
  messages: { Told: (_, state, envelope) => integrationEvent('MunicipalityChanged', envelope, state) },
};

const readStore = ReadStoreModule.forContext({
  schema,
  migrations: [...contextMigrations(schema), ...referenceMigrations(schema, ['municipality'])],
  projections: [],
});

@Module({
  imports: [readStore],
  providers: [
    ...contextProviders(schema),
    {
      provide: Streams,
      inject: [EVENT_LOG, PassageVault],
      useFactory: (log: EventLog, vault: PassageVault) => new Streams(log, vault, aggregate),
    },
  ],
  exports: [ReadStore, Streams],
})
class StreamsModule {}

/** An application whose relay tells over Kafka what its consumer writes into a table: all of it made of what services are made of. */
export class Relayed {
  /** Where the consumer writes. */
  readonly table = `${schema}.reference_municipality`;

  private constructor(private readonly app: INestApplication) {}

  static async start({ postgresUrl, eventStoreUrl: url, brokers, keys }: Engines): Promise<Relayed> {
    const root = {
      module: class BenchModule {},
      imports: [
        PostgresModule.at(postgresUrl),
        EventStoreModule.forRoot({ url, keys }),
        MessagingModule.forRoot({ kafka: { brokers } }),
        MessagingModule.forReferences({ schema, kinds: ['municipality'], imports: [readStore] }),
        MessagingModule.forContext({
          schema,
          imports: [StreamsModule],
          inject: [Streams],
          useFactory: (streams: Streams<Message, State, Told, undefined>) => ({
            publishers: [publisher(publication, streams)],
          }),
        }),
      ],
    };
    const app = await NestFactory.create(root, new FastifyAdapter(), { logger: ['error'] });
    await app.init();
    await hostConsumers(app);
    return new Relayed(app);
  }

  /** Lets the relay tell everything again; it notices within a second. */
  rewind(): Promise<void> {
    return this.app.get(Messaging).rewind(schema, undefined);
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}

/** What is in the log of a municipality that the context tells of: the stream, and the data of its one event. */
export function toldOf(
  id: string,
  data: State,
): { readonly stream: string; readonly type: Told['type']; readonly data: State } {
  return { stream: `${schema}-${id}`, type: 'Told', data };
}
