import { EVENT_LOG, LOG_ID, type EventLog, type Position } from '@kompass/event-store';
import { POSTGRES_URL, ReadStore, readStoreToken } from '@kompass/read-store';
import { Logger, Module, type DynamicModule, type InjectionToken, type ModuleMetadata } from '@nestjs/common';
import { InProcessBus, type InProcessBusOptions } from './in-process-bus.adapter.js';
import { KafkaBus } from './kafka/kafka-bus.adapter.js';
import type { KafkaOptions } from './kafka/kafka-client.js';
import { logRelay } from './log-relay.js';
import { MESSAGE_BUS, type MessageBus, type Subscription } from './message-bus.port.js';
import { Messaging } from './messaging.js';
import { outboxRelay } from './outbox-relay.js';
import { Consumers } from './parking/consumers.js';
import type { Publisher } from './publication.js';
import { referenceSubscription } from './reference-consumer.js';
import type { ReferenceKind } from './reference-kinds.js';
import { ReferenceTable } from './reference-table.js';
import { rewindRelay } from './relay-position.js';

/** What a context tells the others and how it answers them. */
export interface ContextMessaging {
  /** See `publisher`. */
  readonly publishers?: readonly Publisher[];
  /** See `policySubscription`. */
  readonly subscriptions?: readonly Subscription[];
}

export interface ContextMessagingOptions<Injected extends readonly unknown[]> {
  /** The context's own schema. */
  readonly schema: string;
  /** Modules that provide what is injected, and the context's `ReadStore`. */
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: InjectionToken[];
  readonly useFactory: (...injected: Injected) => ContextMessaging;
}

export interface ReferencesOptions {
  /** The context's own schema; its migrations contain `referenceMigrations`. */
  readonly schema: string;
  readonly kinds: readonly ReferenceKind[];
  /** The module that provides the context's `ReadStore`. */
  readonly imports: ModuleMetadata['imports'];
}

/** The bus: of this process, or Kafka between processes. */
export type BusOptions = Pick<InProcessBusOptions, 'disorder'> & { readonly kafka?: KafkaOptions };

/** Injection token of a context's `ReferenceTable` of one kind. */
export function referenceToken(schema: string, kind: ReferenceKind): string {
  return `ReferenceTable(${schema}.${kind})`;
}

const logger = new Logger('Messaging');
const onFailure = (problem: string, error: unknown): void =>
  logger.warn(problem, error instanceof Error ? error.stack : undefined);

/**
 * Messages between contexts: the bus and `Messaging` for the application (`forRoot`), and for each context what it
 * publishes and consumes. The application provides `POSTGRES_URL`, `EVENT_LOG` and `LOG_ID` globally.
 */
@Module({})
export class MessagingModule {
  /** The bus, once for all contexts of the process; with Kafka the application calls `hostConsumers`. */
  static forRoot({ kafka, ...options }: BusOptions = {}): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        Messaging,
        Consumers,
        {
          provide: MESSAGE_BUS,
          useFactory: () => (kafka ? new KafkaBus(kafka) : new InProcessBus(options)),
        },
      ],
      exports: [Messaging, Consumers, MESSAGE_BUS],
    };
  }

  /** The context's own copies of reference data, each under its `referenceToken`. */
  static forReferences({ schema, kinds, imports = [] }: ReferencesOptions): DynamicModule {
    const tokens = kinds.map((kind) => referenceToken(schema, kind));
    return {
      module: MessagingModule,
      imports,
      providers: [
        ...kinds.map((kind) => ({
          provide: referenceToken(schema, kind),
          inject: [readStoreToken(schema)],
          useFactory: ({ dataSource }: ReadStore) => new ReferenceTable(dataSource, schema, kind),
        })),
        {
          provide: `References(${schema})`,
          inject: [Consumers, readStoreToken(schema), ...tokens],
          useFactory: (consumers: Consumers, store: ReadStore, ...tables: ReferenceTable<ReferenceKind>[]) =>
            consumers.add(store, referenceSubscription(schema, tables)),
        },
      ],
      exports: tokens,
    };
  }

  /** What the context publishes from its log, and its policies. */
  static forContext<Injected extends readonly unknown[]>({
    schema,
    imports = [],
    inject = [],
    useFactory,
  }: ContextMessagingOptions<Injected>): DynamicModule {
    return {
      module: MessagingModule,
      imports,
      providers: [
        {
          provide: `ContextMessaging(${schema})`,
          inject: [
            ...[MESSAGE_BUS, Messaging, Consumers, ReadStore, POSTGRES_URL, EVENT_LOG, LOG_ID],
            ...inject,
          ],
          useFactory: (
            bus: MessageBus,
            messaging: Messaging,
            consumers: Consumers,
            store: ReadStore,
            url: string,
            log: EventLog,
            logId: string,
            ...injected: unknown[]
          ) => {
            const { publishers = [], subscriptions = [] } = useFactory(...(injected as unknown as Injected));
            for (const subscription of subscriptions) consumers.add(store, subscription);
            if (publishers.length === 0) return;
            const progress = messaging.progressOf(schema);
            const relay = logRelay({ url, schema, log, logId, bus, publishers, progress }, { onFailure });
            const rewind = (to?: Position): Promise<void> => rewindRelay({ url, schema, log }, to);
            messaging.add(relay, { context: schema, rewind });
          },
        },
      ],
    };
  }

  /** Publishes the rows of the table `outbox` of `schema`. */
  static forOutbox(schema: string): DynamicModule {
    return {
      module: MessagingModule,
      providers: [
        {
          provide: `Outbox(${schema})`,
          inject: [MESSAGE_BUS, Messaging, POSTGRES_URL],
          useFactory: (bus: MessageBus, messaging: Messaging, url: string) =>
            messaging.add(outboxRelay({ url, schema, bus }, { onFailure })),
        },
      ],
    };
  }
}
