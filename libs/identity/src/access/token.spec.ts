import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Principal } from '@kompass/http';
import { SignJWT } from 'jose';
import { TokenMint, TokenVerifier, type TokenKeys } from './token.js';

function newKeys(): TokenKeys {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

const keys = newKeys();
const now = new Date('2017-09-14T10:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const contact: Principal = { accountId: 'contact', roles: ['municipality', 'reader'], municipality: 'roros' };

describe('a token', () => {
  it('says who asks, to those who hold the public key', async () => {
    const { token } = await new TokenMint(keys).mint(contact, now, later(3600));
    expect(await new TokenVerifier(keys).verify(token, now)).toEqual(contact);
    expect(await new TokenVerifier(newKeys()).verify(token, now)).toBeUndefined();
  });

  it('holds a minute and a half, and is handed out a little shorter', async () => {
    const { token, freshUntil } = await new TokenMint(keys).mint(contact, now, later(3600));
    const verifier = new TokenVerifier(keys);
    expect(freshUntil).toBe(later(80).getTime());
    expect(await verifier.verify(token, later(89))).toEqual(contact);
    expect(await verifier.verify(token, later(90))).toBeUndefined(); // though it is remembered
    expect(await new TokenVerifier(keys).verify(token, later(90))).toBeUndefined();
  });

  it('never outlives its session', async () => {
    const { token } = await new TokenMint(keys).mint(contact, now, later(30));
    expect(await new TokenVerifier(keys).verify(token, later(29))).toEqual(contact);
    expect(await new TokenVerifier(keys).verify(token, later(30))).toBeUndefined();
  });

  it('cannot be changed, nor made without the key, nor meant for others', async () => {
    const verifier = new TokenVerifier(keys);
    const { token } = await new TokenMint(keys).mint(contact, now, later(3600));
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forgeries = [
      `${header}.${encoded({ ...claims, roles: ['admin'] })}.${signature}`,
      `${encoded({ alg: 'none' })}.${payload}.`,
      await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(keys.publicKey)),
      await foreign({ aud: 'another' }),
      await foreign({ iss: 'another' }),
      await foreign({ roles: ['king'] }),
      '',
      'x.y.z',
    ];
    for (const forgery of forgeries) expect(await verifier.verify(forgery, now)).toBeUndefined();

    async function foreign(change: object): Promise<string> {
      return new SignJWT({ ...claims, ...change })
        .setProtectedHeader({ alg: 'EdDSA' })
        .sign(createPrivateKey(keys.privateKey));
    }
  });
});
