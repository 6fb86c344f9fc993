import { setTimeout as delay } from 'node:timers/promises';
import { EsdbEventLog, formatPosition, openLogId, Streams } from '@kompass/event-store';
import { contextMigrations, openReadStore } from '@kompass/read-store';
import type { DataSource } from 'typeorm';
import { logRelay } from '../log-relay.js';
import type { MessageBus } from '../message-bus.port.js';
import { ParkedMessageTable } from '../parking/parked-message-table.js';
import { parkingDelivery } from '../parking/parking-delivery.js';
import { policySubscription } from '../policy.js';
import { publisher } from '../publication.js';
import { rewindRelay } from '../relay-position.js';
import {
  backoff,
  human,
  policy,
  publication,
  source,
  target,
  vault,
  type SourceCommand,
  type SourceEvent,
  type Take,
  type Taken,
} from '../relay.fixtures.js';
import type { SingleActive } from '../single-active.js';
import { KafkaBus } from './kafka-bus.adapter.js';
import type { KafkaOptions } from './kafka-client.js';

/** What the contexts stand on. */
export interface Engines {
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  readonly kafka: KafkaOptions;
}

/** A hang is found by it; slowness is not judged. */
const limitMs = 150_000;

export async function eventually(met: () => boolean | Promise<boolean>): Promise<void> {
  for (const limit = Date.now() + limitMs; !(await met()); await delay(100)) {
    if (Date.now() > limit) throw new Error('it never came');
  }
}

/** The two contexts of `relay.fixtures`, which meet over Kafka: as many of each as are started. */
export class Contexts {
  readonly #buses: MessageBus[] = [];
  readonly #relays: SingleActive[] = [];

  private constructor(
    private readonly engines: Engines,
    readonly log: EsdbEventLog,
    private readonly logId: string,
    private readonly scoring: DataSource,
    private readonly reporting: DataSource,
    readonly evaluations: Streams<SourceCommand, number, SourceEvent, undefined>,
    readonly results: Streams<Take, number, Taken, undefined>,
  ) {}

  static async open(engines: Engines): Promise<Contexts> {
    const log = new EsdbEventLog({ url: engines.eventStoreUrl });
    const logId = await openLogId(log, new Date().toISOString());
    const stores = ['scoring', 'reporting'].map((schema) =>
      openReadStore({ url: engines.postgresUrl, schema, migrations: [...contextMigrations(schema)] }),
    );
    const [scoring, reporting] = await Promise.all(stores);
    const [evaluations, results] = [new Streams(log, vault, source), new Streams(log, vault, target)];
    return new Contexts(engines, log, logId, scoring!, reporting!, evaluations, results);
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all([this.scoring.destroy(), this.reporting.destroy()]);
    await this.log.dispose();
  }

  /** Ends what was started. */
  async stop(): Promise<void> {
    await Promise.all(this.#relays.splice(0).map((relay) => relay.stop()));
    await Promise.all(this.#buses.splice(0).map((bus) => bus.close()));
  }

  bus(): KafkaBus {
    const bus = new KafkaBus(this.engines.kafka);
    this.#buses.push(bus);
    return bus;
  }

  /**
   * A process of the context that reacts.
   *
   * @param afterEffect awaited after each effect and before its place is stored
   */
  consumer(afterEffect: (key: string) => Promise<void> | void = () => undefined): KafkaBus {
    const bus = this.bus();
    const subscription = policySubscription('reporting', policy, this.results);
    const observed = {
      ...subscription,
      handle: async (message: Parameters<typeof subscription.handle>[0]) => {
        await subscription.handle(message);
        await afterEffect(message.key);
      },
    };
    bus.subscribe(parkingDelivery(observed, this.parked, { backoff, tries: 3 }));
    bus.consume();
    return bus;
  }

  /** What the context that reacts could not handle. */
  get parked(): ParkedMessageTable {
    return new ParkedMessageTable(this.reporting, 'reporting');
  }

  /**
   * A process that relays the context that publishes.
   *
   * @param afterPublish awaited after each batch is stored by Kafka and before its position is saved
   */
  relay(afterPublish: () => Promise<void> | void = () => undefined): SingleActive {
    const bus = this.bus();
    const { postgresUrl: url } = this.engines;
    const parts = { url, schema: 'scoring', log: this.log, logId: this.logId };
    const observed: MessageBus = {
      publish: async (messages) => {
        await bus.publish(messages);
        await afterPublish();
      },
      subscribe: (delivery) => bus.subscribe(delivery),
      problems: () => bus.problems(),
      close: () => bus.close(),
    };
    const publishers = [publisher(publication, this.evaluations)];
    const relay = logRelay({ ...parts, bus: observed, publishers }, { backoff });
    this.#relays.push(relay);
    relay.start();
    return relay;
  }

  rewind(): Promise<void> {
    const { log } = this;
    return rewindRelay({ url: this.engines.postgresUrl, schema: 'scoring', log }, undefined);
  }

  async happen(id: string, ...commands: readonly SourceCommand['type'][]): Promise<void> {
    for (const type of commands) await this.evaluations.execute(id, { type }, human());
  }

  /** Waits until everything of an evaluation is published and the position saved. */
  async relayed(id: string): Promise<void> {
    const position = formatPosition((await this.evaluations.load(id)).position!);
    await eventually(async () => {
      const sql = 'SELECT position FROM scoring.relay_position';
      const [row] = await this.scoring.query<{ position: string }[]>(sql);
      return row?.position === position;
    });
  }

  /** The versions that the context that reacts has taken over of an evaluation, in order: its effects. */
  async taken(id: string): Promise<unknown[]> {
    const versions: unknown[] = [];
    for await (const { data } of this.results.history(id)) versions.push(data['version']);
    return versions;
  }
}
