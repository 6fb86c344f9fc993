import { EventEmitter, once } from 'node:events';
import {
  AppendUnknown,
  WrongExpectedRevision,
  type EventLog,
  type FollowOptions,
  type LogItem,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';

export type AppendFault =
  /** No answer, and nothing stored. */
  | 'lost'
  /** No answer, though it is stored. */
  | 'stored-unanswered'
  /** No answer; it is stored just before the next append arrives. */
  | 'stored-late'
  /** It arrives twice. */
  | 'stored-twice'
  /** The client's stream of appends ends: no append in flight gets an answer, whether it is stored or not; this one is not. */
  | 'stream-ended'
  /** Something happens before it arrives: another writer, say. */
  | (() => unknown);

export interface AppendRequest {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly NewEvent[];
}

/**
 * An event log in memory that behaves as the real one: exact revisions, JSON bytes, and idempotence by event ids at
 * the same revision (the first bytes stay). Faults are asked for one by one.
 */
export class MemoryEventLog implements EventLog {
  /** What is stored, in the order of the log. */
  readonly events: StoredEvent[] = [];
  /** What was asked for, stored or not. */
  readonly appends: AppendRequest[] = [];
  /** How often a stream was read. */
  reads = 0;
  readonly #appendFaults: AppendFault[] = [];
  readonly #readFaults: number[] = [];
  readonly #late: (() => void)[] = [];
  readonly #growth = new EventEmitter().setMaxListeners(0);
  #connection = new AbortController();

  /** @param pause awaited on the way to the store and back, so that a test can put operations in any order */
  constructor(private readonly pause: () => Promise<unknown> = () => Promise.resolve()) {}

  /** What becomes of the next appends, one each; those after them succeed. */
  failAppends(...faults: readonly AppendFault[]): void {
    this.#appendFaults.push(...faults);
  }

  /** The next read of a stream breaks off after so many events. */
  failRead(after = 0): void {
    this.#readFaults.push(after);
  }

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Position> {
    this.appends.push({ stream, expected, events });
    const { signal } = this.#connection;
    const sent = JSON.stringify(events);
    const store = () => this.#store(stream, expected, JSON.parse(sent) as NewEvent[]);
    await this.pause();
    for (const arrive of this.#late.splice(0)) arrive();
    const fault = this.#appendFaults.shift();
    if (typeof fault === 'function') await fault();
    if (fault === 'stored-late') this.#late.push(store);
    if (fault === 'stream-ended') {
      this.#connection.abort();
      this.#connection = new AbortController();
    }
    if (fault === 'lost' || fault === 'stored-late' || fault === 'stream-ended')
      throw new AppendUnknown(stream, fault);
    if (fault === 'stored-twice') store();
    const position = store();
    await this.pause();
    if (fault === 'stored-unanswered' || signal.aborted) throw new AppendUnknown(stream, fault);
    return position;
  }

  async *readStream(
    stream: string,
    { from = 0, limit = Infinity }: { readonly from?: number; readonly limit?: number } = {},
  ): AsyncGenerator<StoredEvent> {
    this.reads += 1;
    await this.pause();
    const breaksAfter = this.#readFaults.shift();
    const found = this.events.filter((event) => event.stream === stream && event.revision >= from);
    for (const [index, event] of found.slice(0, limit).entries()) {
      if (index === breaksAfter) break;
      yield event;
    }
    if (breaksAfter !== undefined) throw new Rejected('event-store-unavailable', { retryAfter: 1 });
    await this.pause();
  }

  async *follow({ prefixes, after, signal }: FollowOptions): AsyncGenerator<LogItem> {
    let next = after === undefined ? 0 : Number(after.commit);
    let skipped: Position | undefined;
    let caughtUp = false;
    while (!signal.aborted) {
      const event = this.events[next];
      if (event) {
        next += 1;
        const passes = prefixes.some((prefix) => event.stream.startsWith(prefix));
        skipped = passes ? undefined : event.position;
        if (passes) yield { kind: 'event', event };
      } else if (skipped) {
        yield { kind: 'checkpoint', position: skipped };
        skipped = undefined;
      } else if (!caughtUp) {
        yield { kind: 'caught-up' };
        caughtUp = true;
      } else {
        await once(this.#growth, 'append', { signal }).catch(() => undefined);
      }
    }
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(this.events.at(-1)?.position);
  }

  #store(stream: string, expected: number, events: readonly NewEvent[]): Position {
    const there = this.events.filter((event) => event.stream === stream);
    const standing = there.slice(expected + 1, expected + 1 + events.length);
    if (standing.length > 0 && events.every(({ id }, index) => standing[index]?.id === id))
      return standing.at(-1)!.position;
    if (there.length !== expected + 1) throw new WrongExpectedRevision(stream, expected);
    for (const [index, event] of events.entries()) {
      const place = BigInt(this.events.length + 1);
      const position = { commit: place, prepare: place };
      this.events.push({ ...event, stream, revision: expected + 1 + index, position });
    }
    this.#growth.emit('append');
    return this.events.at(-1)!.position;
  }
}
