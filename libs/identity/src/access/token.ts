import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { systemRoles, type SystemRole } from '@kompass/contracts';
import type { Principal } from '@kompass/http';
import { SignJWT, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

const algorithm = 'EdDSA';
const issuer = 'kompass';
const audience = 'kompass';

/** How long a token holds, in seconds; also how long a service may still believe what has been revoked. */
const lifetime = 90;

/** Seconds before its end in which a token is no longer handed out. */
const margin = 10;

/** Ed25519 keys as PEM: who only verifies needs the public one. */
export interface TokenKeys {
  /** PKCS #8. */
  readonly privateKey: string;
  /** SPKI. */
  readonly publicKey: string;
}

/** A signed statement of who asks, and how long it may be handed out (milliseconds since 1970). */
export interface MintedToken {
  readonly token: string;
  readonly freshUntil: number;
}

/** Signs short-lived tokens: what services believe instead of asking for the session (design decision 10). */
export class TokenMint {
  readonly #key: KeyObject;

  constructor({ privateKey }: Pick<TokenKeys, 'privateKey'>) {
    this.#key = createPrivateKey(privateKey);
  }

  /** @param until the end of the session, which no token outlives */
  async mint({ accountId, roles, municipality }: Principal, now: Date, until: Date): Promise<MintedToken> {
    const issued = Math.floor(now.getTime() / 1000);
    const expires = Math.min(issued + lifetime, Math.floor(until.getTime() / 1000));
    const token = await new SignJWT({ roles, ...(municipality === undefined ? {} : { municipality }) })
      .setProtectedHeader({ alg: algorithm })
      .setSubject(accountId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issued)
      .setExpirationTime(expires)
      .sign(this.#key);
    return { token, freshUntil: (expires - margin) * 1000 };
  }
}

const claims = z.object({
  sub: z.string(),
  exp: z.number(),
  roles: z.array(z.enum(systemRoles)),
  municipality: z.string().optional(),
});

interface Verified {
  readonly principal: Principal;
  readonly expires: number;
}

/** Verifies tokens; each once, then from memory until it expires. */
export class TokenVerifier {
  readonly #key: KeyObject;
  readonly #verified = new LRUCache<string, Verified>({ max: 10_000 });

  constructor({ publicKey }: Pick<TokenKeys, 'publicKey'>) {
    this.#key = createPublicKey(publicKey);
  }

  /** Who the token speaks of; `undefined` where it is not ours, was changed or has expired. */
  async verify(token: string, now: Date): Promise<Principal | undefined> {
    const known = this.#verified.get(token) ?? (await this.#read(token, now));
    if (!known || known.expires <= now.getTime()) return undefined;
    this.#verified.set(token, known);
    return known.principal;
  }

  async #read(token: string, now: Date): Promise<Verified | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        issuer,
        audience,
        currentDate: now,
      });
      const { sub, exp, roles, municipality } = claims.parse(payload);
      const principal = {
        accountId: sub,
        roles: roles satisfies SystemRole[],
        ...(municipality ? { municipality } : {}),
      };
      return { principal, expires: exp * 1000 };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  }
}
