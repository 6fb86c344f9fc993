import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** The private keys in the database were sealed under the secret of another installation. */
export class SealedElsewhere extends Error {
  constructor() {
    super(
      'the signing keys in the database were sealed with other installation keys: give every gateway the same',
    );
    this.name = 'SealedElsewhere';
  }
}

/**
 * A private key as it is stored: AES-256-GCM under a key derived from the secret of the installation (HKDF-SHA-256), so
 * that neither a dump of the database nor a backup of it alone can sign tokens. Bound to its `kid`.
 */
export function sealKey(key: KeyObject, kid: string, secret: Uint8Array): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), iv).setAAD(Buffer.from(kid));
  const sealed = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws SealedElsewhere */
export function openKey(sealed: Buffer, kid: string, secret: Uint8Array): KeyObject {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), sealed.subarray(0, ivBytes))
    .setAAD(Buffer.from(kid))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const key = Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
    return createPrivateKey({ key, type: 'pkcs8', format: 'der' });
  } catch {
    throw new SealedElsewhere();
  }
}

function sealingKey(secret: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'kompass token keys', 32));
}
