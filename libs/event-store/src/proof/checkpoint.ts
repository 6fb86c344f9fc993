import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { jcs } from '../canonical.js';

/** The Ed25519 key pair of the installation. */
export interface SigningKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Where a stream stood: its last event. */
export interface Head {
  /** Id of the log. */
  readonly log: string;
  readonly stream: string;
  /** -1 for a stream without events. */
  readonly revision: number;
  /** Hash of that event. */
  readonly hash: string;
  /** When it stood there: ISO 8601, UTC. */
  readonly at: string;
  /** Digest of the header, in a proof. */
  readonly header?: string;
}

export const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

export const checkpointSchema = z.strictObject({
  format: z.literal('kompass-checkpoint/1'),
  log: z.string(),
  stream: z.string(),
  revision: z.int().min(-1),
  hash: hex64,
  at: z.string(),
  header: hex64.optional(),
  publicKey: z.string(),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

/**
 * A head, signed: whoever holds it can tell later that events up to there were rewritten or cut off.
 * `publicKey` = base64(DER SPKI), `signature` = hex Ed25519 over the JCS of everything else.
 */
export type Checkpoint = Readonly<z.infer<typeof checkpointSchema>>;

function der(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

/** What an auditor pins, having it from elsewhere: hex SHA-256 of the key's DER SPKI. */
export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256').update(der(publicKey)).digest('hex');
}

export function signCheckpoint(head: Head, { privateKey, publicKey }: SigningKeys): Checkpoint {
  const unsigned = {
    format: 'kompass-checkpoint/1' as const,
    ...head,
    publicKey: der(publicKey).toString('base64'),
  };
  const signature = sign(null, Buffer.from(jcs(unsigned)), privateKey).toString('hex');
  return { ...unsigned, signature };
}

/** The fingerprint of the key that signed a checkpoint, `undefined` where its signature does not hold. */
export function verifyCheckpoint({ signature, ...unsigned }: Checkpoint): string | undefined {
  try {
    const key = createPublicKey({
      key: Buffer.from(unsigned.publicKey, 'base64'),
      type: 'spki',
      format: 'der',
    });
    const holds =
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(jcs(unsigned)), key, Buffer.from(signature, 'hex'));
    return holds ? fingerprintOf(key) : undefined;
  } catch {
    return undefined;
  }
}
