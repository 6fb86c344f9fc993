import type { Position } from './position.js';
import type { NewEvent, StoredEvent } from './stored-event.js';

/** The revision a stream must have for an append to be accepted; -1 where it must not exist. */
export type ExpectedRevision = number;

/** Somebody else appended in between, or the stream ended before the expected revision. Nothing was written. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
  ) {
    super(`stream ${stream} is not at revision ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** An append failed or timed out and may or may not have been written. */
export class AppendUnknown extends Error {
  constructor(stream: string, cause: unknown) {
    super(`no answer to an append to ${stream}`, { cause });
    this.name = 'AppendUnknown';
  }
}

/** What a subscription yields, in the order of the log. */
export type LogItem =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Everything up to here that passes the filter has been yielded. */
  | { readonly kind: 'checkpoint'; readonly position: Position }
  /** The end of the log was reached; what follows is live. Comes again after every reconnect. */
  | { readonly kind: 'caught-up' };

/** Where an item stands in the log. */
export function placeOf(item: LogItem): Position | undefined {
  return item.kind === 'event' ? item.event.position : item.kind === 'checkpoint' ? item.position : undefined;
}

/** How far items, in the order of the log, have come; `undefined` where none of them stands anywhere. */
export function lastPlaceOf(items: readonly LogItem[]): Position | undefined {
  const last = items.findLast(({ kind }) => kind !== 'caught-up');
  return last && placeOf(last);
}

export interface FollowOptions {
  /** Stream-name prefixes, for example `['evaluation-']`. A filter on types does not exist, on purpose: `atLeast` could never arrive. */
  readonly prefixes: readonly string[];
  /** Exclusive; from the beginning of the log when absent. */
  readonly after?: Position;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
}

/**
 * The port to the event store. The one adapter is `EsdbEventLog`; fault tests stub it.
 */
export interface EventLog {
  /**
   * Appends at an exact revision, all or nothing; resolves with the position of the last event once it is durable.
   *
   * @throws WrongExpectedRevision | AppendUnknown
   * @throws Rejected `append-too-large`
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Position>;

  /**
   * The events of a stream from `from` (default 0) on, at most `limit`; nothing where there is no such stream.
   *
   * @throws Rejected `event-store-unavailable`
   */
  readStream(
    stream: string,
    options?: { readonly from?: number; readonly limit?: number },
  ): AsyncIterable<StoredEvent>;

  /** Follows the log for ever; reconnects with backoff by itself, so that it only ends by `signal`. */
  follow(options: FollowOptions): AsyncIterable<LogItem>;

  /**
   * Where the log ends now; `undefined` while it is empty.
   *
   * @throws Rejected `event-store-unavailable`
   */
  head(): Promise<Position | undefined>;
}
