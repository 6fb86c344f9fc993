import type { KeyObject } from 'node:crypto';
import { systemRoles, type SystemRole } from '@kompass/contracts';
import type { Principal, Reader } from '@kompass/http';
import { SignJWT, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

const algorithm = 'EdDSA';
const issuer = 'kompass';
const audience = 'kompass';

/** How long a token holds, in seconds; also how long a service may still believe what has been revoked. */
const lifetime = 90;

/** Seconds before its end in which a token is no longer handed out. */
const margin = 10;

/** An Ed25519 key and the name by which those who verify find its public half. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** A signed statement of who asks, and how long it may be handed out (milliseconds since 1970). */
export interface MintedToken {
  readonly token: string;
  readonly freshUntil: number;
}

/** Signs short-lived tokens: what services believe instead of asking for the session (design decision 10). */
export class TokenMint {
  constructor(private readonly key: () => Promise<SigningKey>) {}

  /** @param until the end of the session, which no token outlives */
  async mint(reader: Reader, now: Date, until?: Date): Promise<MintedToken> {
    const { kid, privateKey } = await this.key();
    const issued = Math.floor(now.getTime() / 1000);
    const ends = until === undefined ? Infinity : Math.floor(until.getTime() / 1000);
    const expires = Math.min(issued + lifetime, ends);
    const token = await new SignJWT(reader === 'anybody' ? { anybody: true } : claimsOf(reader))
      .setProtectedHeader({ alg: algorithm, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issued)
      .setExpirationTime(expires)
      .sign(privateKey);
    return { token, freshUntil: (expires - margin) * 1000 };
  }
}

function claimsOf({ accountId, roles, municipality }: Principal) {
  return { sub: accountId, roles, ...(municipality === undefined ? {} : { municipality }) };
}

/** Of an account, or of somebody without one: no account can be called so. */
const claims = z.union([
  z.object({ exp: z.number(), anybody: z.literal(true), sub: z.undefined().optional() }),
  z.object({
    exp: z.number(),
    anybody: z.undefined().optional(),
    sub: z.string(),
    roles: z.array(z.enum(systemRoles)),
    municipality: z.string().optional(),
  }),
]);

interface Verified {
  readonly reader: Reader;
  readonly expires: number;
}

/** Verifies tokens; each once, then from memory until it expires. */
export class TokenVerifier {
  readonly #verified = new LRUCache<string, Verified>({ max: 10_000 });

  /** @param keyOf finds the public key that a token names */
  constructor(private readonly keyOf: JWTVerifyGetKey) {}

  /**
   * Who the token speaks of; `undefined` where it is not ours, was changed or has expired.
   *
   * @throws what `keyOf` throws where it can tell nothing of any key
   */
  async verify(token: string, now: Date): Promise<Reader | undefined> {
    const known = this.#verified.get(token) ?? (await this.#read(token, now));
    if (!known || known.expires <= now.getTime()) return undefined;
    this.#verified.set(token, known);
    return known.reader;
  }

  async #read(token: string, now: Date): Promise<Verified | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.keyOf, {
        algorithms: [algorithm],
        issuer,
        audience,
        currentDate: now,
      });
      const read = claims.parse(payload);
      return { reader: read.sub === undefined ? 'anybody' : principalOf(read), expires: read.exp * 1000 };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  }
}

function principalOf({
  sub,
  roles,
  municipality,
}: {
  readonly sub: string;
  readonly roles: SystemRole[];
  readonly municipality?: string | undefined;
}): Principal {
  return { accountId: sub, roles, ...(municipality ? { municipality } : {}) };
}
