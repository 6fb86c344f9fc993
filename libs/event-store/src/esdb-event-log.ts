import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AccessDeniedError,
  BACKWARDS,
  CancelledError,
  END,
  EventStoreDBClient,
  FORWARDS,
  InvalidArgumentError,
  NO_STREAM,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  UnavailableError,
  WrongExpectedVersionError,
  MaxAppendSizeExceededError,
  jsonEvent,
  streamNameFilter,
  type AllStreamRecordedEvent,
  type RecordedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { Rejected } from '@kompass/kernel';
import { backOff } from './back-off.js';
import {
  AppendUnknown,
  WrongExpectedRevision,
  lastPlaceOf,
  placeOf,
  type EventLog,
  type ExpectedRevision,
  type FollowOptions,
  type LogItem,
} from './event-log.js';
import type { Position } from './position.js';
import { SharedTail } from './shared-tail.js';
import type { EventMetadata, NewEvent, StoredEvent } from './stored-event.js';

export interface EsdbOptions {
  /** `esdb://…` as EventStoreDB and KurrentDB document it. */
  readonly url: string;
  /** After this many milliseconds the outcome of an append counts as unknown (the client alone may wait for ever). */
  readonly appendTimeoutMs?: number;
  /** Told of every dropped subscription, before it is made again. */
  readonly onDrop?: (reason: unknown) => void;
}

/** What comes out of a subscription: an event, or a marker that we have put there. */
type Arrival =
  { readonly kompass: LogItem } | { readonly kompass?: undefined; readonly event?: AllStreamRecordedEvent };

/** How far a filtered subscription reads on without a match before it sends a checkpoint: interval × window events. */
const searchWindow = 32;
const readAhead = 512;

/** Between dropped subscriptions, in milliseconds. */
const pauses = { firstMs: 100, mostMs: 5_000 };

/**
 * The event log on EventStoreDB's protocol: the node of this house, EventStoreDB 23.10 and later, KurrentDB.
 *
 * One client appends and another reads: with one for both, an error of either rejects the other's pending appends.
 */
export class EsdbEventLog implements EventLog {
  readonly #writer: EventStoreDBClient;
  readonly #reader: EventStoreDBClient;
  readonly #tails = new Map<string, SharedTail>();
  readonly #appendTimeoutMs: number;
  readonly #onDrop: (reason: unknown) => void;

  constructor({ url, appendTimeoutMs = 10_000, onDrop = () => undefined }: EsdbOptions) {
    this.#writer = EventStoreDBClient.connectionString(url);
    this.#reader = EventStoreDBClient.connectionString(url);
    this.#appendTimeoutMs = appendTimeoutMs;
    this.#onDrop = onDrop;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Position> {
    const appended = this.#writer.appendToStream(
      stream,
      events.map(({ id, type, data, metadata }) => jsonEvent({ id, type, data, metadata })),
      { expectedRevision: expected < 0 ? NO_STREAM : BigInt(expected) },
    );
    try {
      const { position } = await within(this.#appendTimeoutMs, appended);
      if (!position) throw new Error('an append was acknowledged without its position');
      return position;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) throw new WrongExpectedRevision(stream, expected);
      if (error instanceof MaxAppendSizeExceededError) throw new Rejected('append-too-large');
      if (isRefusal(error)) throw error;
      throw new AppendUnknown(stream, error);
    }
  }

  async *readStream(
    stream: string,
    { from = 0, limit }: { readonly from?: number; readonly limit?: number } = {},
  ): AsyncGenerator<StoredEvent> {
    if (limit !== undefined && limit <= 0) return;
    const read = this.#reader.readStream(stream, {
      direction: FORWARDS,
      fromRevision: BigInt(from),
      ...(limit === undefined ? {} : { maxCount: limit }),
    });
    try {
      for await (const { event } of arriving(read)) if (event) yield storedEvent(event);
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw error;
    }
  }

  async head(): Promise<Position | undefined> {
    const read = this.#reader.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    let head: Position | undefined;
    for await (const { event } of arriving(read)) head = event?.position;
    return head;
  }

  /** Follows alone until it has caught up, then with all others who follow the same streams. */
  async *follow({ prefixes, after, signal }: FollowOptions): AsyncGenerator<LogItem> {
    const tail = this.#tailOf(prefixes);
    while (!signal.aborted) {
      let caughtUp = false;
      for await (const items of this.#followAlone({ prefixes, after, signal })) {
        for (const item of items) {
          after = placeOf(item) ?? after;
          yield item;
          caughtUp ||= item.kind === 'caught-up';
        }
        if (caughtUp && tail.covers(after)) break;
      }
      for await (const item of tail.follow({ after, signal })) {
        after = placeOf(item) ?? after;
        yield item;
      }
    }
  }

  #tailOf(prefixes: readonly string[]): SharedTail {
    const name = JSON.stringify([...prefixes].sort());
    const tail =
      this.#tails.get(name) ??
      new SharedTail((after, signal) => this.#followAlone({ prefixes, after, signal }));
    this.#tails.set(name, tail);
    return tail;
  }

  async *#followAlone({ prefixes, after, signal }: FollowOptions): AsyncGenerator<readonly LogItem[]> {
    let drops = 0;
    while (!signal.aborted) {
      try {
        for await (const items of this.#subscribe({ prefixes, after, signal })) {
          after = lastPlaceOf(items) ?? after;
          drops = 0;
          yield items;
        }
        if (!signal.aborted) this.#onDrop('ended by the server');
      } catch (error) {
        if (!signal.aborted) this.#onDrop(error);
      }
      drops += 1;
      await backOff(pauses, drops, signal);
    }
  }

  /**
   * One subscription until it drops: what has arrived, together, since a turn for each event is what a long read would
   * spend its time on. The client's callbacks run ahead of its iterator, so both push a marker into it.
   */
  async *#subscribe({ prefixes, after, signal }: FollowOptions): AsyncGenerator<readonly LogItem[]> {
    const subscription = this.#reader.subscribeToAll(
      {
        fromPosition: after ?? START,
        filter: streamNameFilter({
          prefixes: [...prefixes],
          checkpointInterval: 1,
          maxSearchWindow: searchWindow,
          checkpointReached: (self, position) =>
            void self.push({ kompass: { kind: 'checkpoint', position } }),
        }),
      },
      { highWaterMark: readAhead },
    );
    ignoreLateErrors(subscription);
    subscription.on('caughtUp', () => void subscription.push({ kompass: { kind: 'caught-up' } }));
    const stop = (): void => void subscription.destroy();
    signal.addEventListener('abort', stop);
    try {
      const arriving = subscription as unknown as Readable & AsyncIterable<Arrival>; // which is what it is
      for await (const first of arriving) {
        const items: LogItem[] = [];
        let next: Arrival | null = first;
        do {
          if (next.kompass) items.push(next.kompass);
          else if (next.event) items.push({ kind: 'event', event: storedEvent(next.event) });
          next = arriving.read() as Arrival | null;
        } while (next !== null);
        yield items;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      await subscription.unsubscribe().catch(() => undefined);
    }
  }

  /** Closes both connections; what is still being read or written is given two seconds. */
  async dispose(): Promise<void> {
    const closed = Promise.all([this.#writer.dispose(), this.#reader.dispose()]);
    await Promise.race([closed, delay(2_000, undefined, { ref: false })]);
  }
}

/** What comes of `pending`, unless that takes too long; whatever comes of it afterwards is nobody's concern. */
function within<T>(ms: number, pending: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    void pending.then(resolve, reject).finally(() => clearTimeout(limit));
  });
}

/** The store has understood and said no: sending it again changes nothing. */
function isRefusal(error: unknown): error is Error {
  return (
    error instanceof AccessDeniedError ||
    error instanceof InvalidArgumentError ||
    error instanceof StreamDeletedError
  );
}

/**
 * What a read yields. A reader that goes away early cancels it; but what has arrived must be read to its end all the
 * same, as the client would wait for that for ever when it is disposed of. An unreachable store is told as such.
 */
async function* arriving<T>(read: StreamingRead<T>): AsyncGenerator<T> {
  ignoreLateErrors(read);
  try {
    yield* read.iterator({ destroyOnReturn: false });
  } catch (error) {
    if (!(error instanceof UnavailableError || error instanceof CancelledError)) throw error;
    throw new Rejected('event-store-unavailable', { retryAfter: 1 });
  } finally {
    if (!read.readableEnded) {
      await read.cancel().catch(() => undefined);
      read.resume();
    }
  }
}

/** An error that comes when nobody iterates any more would end the process. */
function ignoreLateErrors(stream: { on(event: 'error', listener: () => void): unknown }): void {
  stream.on('error', () => undefined);
}

function storedEvent(event: RecordedEvent | AllStreamRecordedEvent): StoredEvent {
  if (!event.position) throw new Error(`event ${event.revision} of ${event.streamId} has no position`);
  return {
    stream: event.streamId,
    revision: Number(event.revision),
    position: event.position,
    id: event.id,
    type: event.type,
    data: event.data as StoredEvent['data'],
    metadata: event.metadata as unknown as EventMetadata,
  };
}
