import { chainHash, chainStart, payloadDigest, type StoredEvent } from '@kompass/event-store';

/** An event of a log, in so far as it matters. */
export interface Told {
  readonly stream?: string;
  readonly type?: string;
  readonly command?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A log as a store without fault would hold it. */
export function logOf(...told: readonly Told[]): StoredEvent[] {
  const heads = new Map<string, { revision: number; hash: string }>();
  return told.map(({ stream = 'evaluation-a', type = 'ScoreProposed', command = 'c1', data = {} }, index) => {
    const head = heads.get(stream) ?? { revision: -1, hash: chainStart };
    const revision = head.revision + 1;
    const metadata = {
      actor: stream.startsWith('evaluation-') ? 'assessor' : 'policy:record',
      at: '2017-09-14T10:00:00.000Z',
      commandId: command,
      request: '',
      correlationId: command,
      causationId: command,
      schema: 1 as const,
      prev: head.hash,
    };
    const link = { stream, revision, id: `event-${index}`, type, metadata };
    const hash = chainHash({ ...link, payload: payloadDigest(data) });
    heads.set(stream, { revision, hash });
    const place = BigInt(index + 1);
    return { ...link, data, position: { commit: place, prepare: place }, metadata: { ...metadata, hash } };
  });
}
