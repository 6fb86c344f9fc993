import type { Position } from './position.js';

/** What stands beside every event of ours (design decision 4). */
export interface EventMetadata {
  /** Account id, or `policy:<name>`. */
  readonly actor: string;
  /** ISO 8601, UTC; never before the previous event's. */
  readonly at: string;
  /** Id of the command this event comes from: the key of idempotence. */
  readonly commandId: string;
  /** Key of the item in a bulk request; its index, say, and nothing of its content, as metadata is never withheld. */
  readonly item?: string;
  /** Hex HMAC-SHA-256 of the request under the installation key: tells a repeated request from a reused key. */
  readonly request: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Version of this envelope. */
  readonly schema: 1;
  /** `hash` of the previous event of the stream, 64 zeros for the first. */
  readonly prev: string;
  readonly hash: string;
}

/** An event as it stands in the log, before upcasting; `data` carries its `nonce`. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: EventMetadata;
}

/** An event on its way to the log: complete, its hash included, so that a retry sends the same bytes. */
export type NewEvent = Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata'>;

/** The stream of an aggregate: `evaluation-roros-2017`. */
export function streamName(category: string, id: string): string {
  return `${category}-${id}`;
}

/** The id of the aggregate whose stream this is. */
export function aggregateId(category: string, stream: string): string {
  return stream.slice(category.length + 1);
}
