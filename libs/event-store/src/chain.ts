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

/** A stored event whose payload may be withheld: `payload` is its digest, `data` the payload where it is shown. */
export type ProvenEvent = Omit<StoredEvent, 'position' | 'data'> & {
  readonly payload: string;
  readonly data?: StoredEvent['data'];
};

export interface ChainFault {
  /** The revision at which the chain breaks. */
  readonly revision: number;
  readonly reason: 'revision' | 'stream' | 'prev' | 'payload' | 'hash';
}

/** Walks the events of one stream from its first and answers the first fault, if there is one. */
export function findChainFault(events: Iterable<ProvenEvent>): ChainFault | undefined {
  let revision = 0;
  let prev = chainStart;
  let stream: string | undefined;
  for (const event of events) {
    stream ??= event.stream;
    if (event.revision !== revision) return { revision, reason: 'revision' };
    if (event.stream !== stream) return { revision, reason: 'stream' };
    if (event.metadata.prev !== prev) return { revision, reason: 'prev' };
    if (event.data !== undefined && payloadDigest(event.data) !== event.payload)
      return { revision, reason: 'payload' };
    if (event.metadata.hash !== chainHash(event)) return { revision, reason: 'hash' };
    prev = event.metadata.hash;
    revision += 1;
  }
  return undefined;
}
