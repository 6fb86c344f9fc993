import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openKey, SealedElsewhere, sealKey } from './sealed-key.js';

const { privateKey } = generateKeyPairSync('ed25519');
const secret = randomBytes(32);

describe('a sealed key', () => {
  it('opens under the secret it was sealed with', () => {
    const opened = openKey(sealKey(privateKey, 'kid', secret), 'kid', secret);
    expect(opened.equals(privateKey)).toBe(true);
  });

  it('shows nothing of the key, and is never the same twice', () => {
    const sealed = sealKey(privateKey, 'kid', secret);
    const raw = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32);
    expect(sealed.includes(raw)).toBe(false);
    expect(sealKey(privateKey, 'kid', secret).equals(sealed)).toBe(false);
  });

  it('opens neither under another secret, nor as another key, nor changed', () => {
    const sealed = sealKey(privateKey, 'kid', secret);
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => openKey(sealed, 'kid', randomBytes(32))).toThrow(SealedElsewhere);
    expect(() => openKey(sealed, 'another', secret)).toThrow(SealedElsewhere);
    expect(() => openKey(changed, 'kid', secret)).toThrow(SealedElsewhere);
  });
});
