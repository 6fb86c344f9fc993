import { jcs, sha256 } from './canonical.js';
import type { EventMetadata, StoredEvent } from './stored-event.js';

/** `prev` of the first event of a stream. */
export const chainStart = '0'.repeat(64);

/** Digest of a payload as it goes into the chain: what stays when the payload is withheld. */
export function payloadDigest(data: unknown): string {
  return sha256(jcs(data));
}

/** What the hash of an event covers; the payload by its digest. */
export interface ChainLink extends Pick<StoredEvent, 'stream' | 'revision' | 'id' | 'type'> {
  readonly metadata: Omit<EventMetadata, 'hash'>;
  readonly payload: string;
}

/**
 * The hash that ties an event to everything before it in its stream (design decision 4):
 * hex SHA-256(JCS([prev, stream, String(revision), id, type, H(metadata without prev and hash), H(data)])).
 */
export function chainHash({ stream, revision, id, type, metadata, payload }: ChainLink): string {
  const { prev, hash: _hash, ...rest } = metadata as EventMetadata;
  return sha256(jcs([prev, stream, String(revision), id, type, sha256(jcs(rest)), payload]));
}

/** An event of a chain: with its payload, or with the digest of a payload that is withheld. */
export type ProvenEvent = Pick<StoredEvent, 'stream' | 'revision' | 'id' | 'type' | 'metadata'> &
  ({ readonly data: StoredEvent['data'] } | { readonly payload: string });

/** Where a chain stands: what its next event must follow. */
export interface ChainPoint {
  /** -1 before the first event. */
  readonly revision: number;
  /** `undefined` where it is not known: any `prev` may follow. */
  readonly hash: string | undefined;
}

/** Before the first event of a stream. */
export const chainOrigin: ChainPoint = { revision: -1, hash: chainStart };

/** What is wrong with the place or the content of an event. */
export type LinkFault = 'revision' | 'prev' | 'hash';

/** What is wrong with `event` as the one that follows `before`, if anything is. */
export function findLinkFault(before: ChainPoint, event: ProvenEvent): LinkFault | undefined {
  if (event.revision !== before.revision + 1) return 'revision';
  if (before.hash !== undefined && event.metadata.prev !== before.hash) return 'prev';
  const payload = 'data' in event ? payloadDigest(event.data) : event.payload;
  return event.metadata.hash === chainHash({ ...event, payload }) ? undefined : 'hash';
}

export interface ChainFault {
  /** The revision at which the chain breaks. */
  readonly revision: number;
  readonly reason: LinkFault | 'stream';
}

/** Walks the events of one stream from its first and answers the first fault, if there is one. */
export function findChainFault(events: Iterable<ProvenEvent>): ChainFault | undefined {
  let stream: string | undefined;
  let end = chainOrigin;
  for (const event of events) {
    stream ??= event.stream;
    const reason = event.stream === stream ? findLinkFault(end, event) : 'stream';
    if (reason) return { revision: end.revision + 1, reason };
    end = { revision: event.revision, hash: event.metadata.hash };
  }
  return undefined;
}
