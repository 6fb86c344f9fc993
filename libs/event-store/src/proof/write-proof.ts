import { jcs, sha256 } from '../canonical.js';
import { chainStart, payloadDigest } from '../chain.js';
import type { StoredEvent } from '../stored-event.js';
import { signCheckpoint, type Head, type SigningKeys } from './checkpoint.js';
import type { ProofEvent, ProofHeader } from './proof-format.js';

export interface ProofOptions extends Pick<Head, 'log' | 'stream' | 'at'> {
  readonly keys: SigningKeys;
  /** Whether the reader may not see the payload; its digest is shown instead, and the chain still verifies. */
  readonly withhold?: (event: StoredEvent) => boolean;
}

/**
 * The lines of a proof, each with its end: all events of one stream from its first, self-contained and verifiable
 * offline. Metadata is shown also where the payload is withheld.
 */
export async function* writeProof(
  events: AsyncIterable<StoredEvent>,
  { log, stream, at, keys, withhold = () => false }: ProofOptions,
): AsyncGenerator<string> {
  const header = jcs({ format: 'kompass-proof/1', log, stream } satisfies ProofHeader);
  yield `${header}\n`;
  let head = { revision: -1, hash: chainStart };
  for await (const event of events) {
    const { revision, id, type, metadata, data } = event;
    const payload = withhold(event) ? { payload: payloadDigest(data) } : { data };
    yield `${jcs({ revision, id, type, metadata, ...payload } satisfies ProofEvent)}\n`;
    head = { revision, hash: metadata.hash };
  }
  yield `${jcs(signCheckpoint({ log, stream, ...head, at, header: sha256(header) }, keys))}\n`;
}
