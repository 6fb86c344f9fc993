import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  START,
  jsonEvent,
  streamNameFilter,
  type JSONRecordedEvent,
  type Position,
} from '@eventstore/db-client';

/** An event as the client takes and gives it. */
export type EngineEvent = Pick<JSONRecordedEvent, 'type' | 'data' | 'metadata'>;

/** How far the client may read ahead of its reader, in events; as much as Kompass allows itself. */
const readAhead = 512;

/** The bare event store: the official client and nothing of ours. One client writes, another reads. */
export class Engine {
  readonly #writer: EventStoreDBClient;
  readonly #reader: EventStoreDBClient;

  constructor(url: string) {
    this.#writer = EventStoreDBClient.connectionString(url);
    this.#reader = EventStoreDBClient.connectionString(url);
  }

  /** Appends after `revision` (-1: there is no stream yet) and answers the position. */
  async append(stream: string, revision: number, events: readonly EngineEvent[]): Promise<Position> {
    const { position } = await this.#writer.appendToStream(
      stream,
      events.map(({ type, data, metadata }) => jsonEvent({ id: randomUUID(), type, data, metadata })),
      { expectedRevision: revision < 0 ? NO_STREAM : BigInt(revision) },
    );
    if (!position) throw new Error('an append was acknowledged without its position');
    return position;
  }

  /** A stream from its first event to its last. */
  async read(stream: string): Promise<EngineEvent[]> {
    const events: EngineEvent[] = [];
    for await (const { event } of this.#reader.readStream(stream, {
      direction: FORWARDS,
      fromRevision: START,
    }))
      if (event?.isJson) events.push(event);
    return events;
  }

  /** Reads all events of the streams with a prefix, as a subscription from the start; answers how many. */
  async subscribeTo(prefix: string, { until }: { readonly until: Position }): Promise<number> {
    let events = 0;
    for await (const { event } of this.#subscribe(prefix)) {
      events += 1;
      if (event!.position.commit >= until.commit) break;
    }
    return events;
  }

  /** Follows the streams with a prefix; `arrival` waits for an event that `append` has answered. */
  async follower(prefix: string) {
    const subscription = this.#subscribe(prefix, 'end');
    let seen = -1n;
    let wake = () => undefined as void;
    const following = (async () => {
      for await (const { event } of subscription) {
        seen = event!.position.commit;
        wake();
      }
    })();
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    return {
      arrival: async ({ commit }: Position): Promise<void> => {
        while (seen < commit) await new Promise<void>((resolve) => (wake = resolve));
      },
      stop: async (): Promise<void> => {
        await subscription.unsubscribe();
        await following;
      },
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#writer.dispose(), this.#reader.dispose()]);
  }

  #subscribe(prefix: string, fromPosition: 'start' | 'end' = START) {
    const filter = streamNameFilter({ prefixes: [prefix] });
    return this.#reader.subscribeToAll({ filter, fromPosition }, { highWaterMark: readAhead });
  }
}
