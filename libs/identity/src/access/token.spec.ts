import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Principal } from '@kompass/http';
import { SignJWT, errors } from 'jose';
import { TokenMint, TokenVerifier } from './token.js';

/** A key pair, and who signs and verifies with it. */
function newKeys(kid = 'first') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const mint = new TokenMint(() => Promise.resolve({ kid, privateKey }));
  const verifier = () =>
    new TokenVerifier((header) => {
      if (header.kid !== kid) throw new errors.JWKSNoMatchingKey();
      return publicKey;
    });
  return { privateKey, publicKey, mint, verifier };
}

const keys = newKeys();
const now = new Date('2017-09-14T10:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const contact: Principal = { accountId: 'contact', roles: ['municipality', 'reader'], municipality: 'roros' };

describe('a token', () => {
  it('says who asks, to those who hold the public key', async () => {
    const { token } = await keys.mint.mint(contact, now, later(3600));
    expect(await keys.verifier().verify(token, now)).toEqual(contact);
    expect(await newKeys().verifier().verify(token, now)).toBeUndefined();
    expect(await newKeys('second').verifier().verify(token, now)).toBeUndefined();
  });

  it('says also that nobody is known to ask', async () => {
    const { token, freshUntil } = await keys.mint.mint('anybody', now);
    expect(await keys.verifier().verify(token, now)).toBe('anybody');
    expect(freshUntil).toBe(later(80).getTime());
    const { token: named } = await keys.mint.mint({ accountId: 'anybody', roles: [] }, now, later(3600));
    expect(await keys.verifier().verify(named, now)).toEqual({ accountId: 'anybody', roles: [] });
  });

  it('is no token of ours where the keys cannot be had: that is another trouble', async () => {
    const { token } = await keys.mint.mint(contact, now, later(3600));
    const verifier = new TokenVerifier(() => Promise.reject(new Error('unreachable')));
    await expect(verifier.verify(token, now)).rejects.toThrow('unreachable');
  });

  it('holds a minute and a half, and is handed out a little shorter', async () => {
    const { token, freshUntil } = await keys.mint.mint(contact, now, later(3600));
    const verifier = keys.verifier();
    expect(freshUntil).toBe(later(80).getTime());
    expect(await verifier.verify(token, later(89))).toEqual(contact);
    expect(await verifier.verify(token, later(90))).toBeUndefined(); // though it is remembered
    expect(await keys.verifier().verify(token, later(90))).toBeUndefined();
  });

  it('never outlives its session', async () => {
    const { token } = await keys.mint.mint(contact, now, later(30));
    expect(await keys.verifier().verify(token, later(29))).toEqual(contact);
    expect(await keys.verifier().verify(token, later(30))).toBeUndefined();
  });

  it('cannot be changed, nor made without the key, nor meant for others', async () => {
    const verifier = keys.verifier();
    const { token } = await keys.mint.mint(contact, now, later(3600));
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forgeries = [
      `${header}.${encoded({ ...claims, roles: ['admin'] })}.${signature}`,
      `${encoded({ alg: 'none', kid: 'first' })}.${payload}.`,
      await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256', kid: 'first' })
        .sign(keys.publicKey.export({ type: 'spki', format: 'der' })),
      await foreign({ aud: 'another' }),
      await foreign({ iss: 'another' }),
      await foreign({ roles: ['king'] }),
      await foreign({ anybody: true }),
      await foreign({ sub: undefined }),
      await foreign({ exp: undefined }),
      '',
      'x.y.z',
    ];
    for (const forgery of forgeries) expect(await verifier.verify(forgery, now)).toBeUndefined();

    async function foreign(change: object): Promise<string> {
      return new SignJWT({ ...claims, ...change })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'first' })
        .sign(keys.privateKey);
    }
  });
});
