import { pathOf, routes } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

export interface TrustedKeysOptions {
  /** How old the keys may become before they are fetched again; milliseconds. */
  readonly maxAgeMs?: number;
  /** How often at most they are fetched for a key that is not among them; milliseconds. */
  readonly cooldownMs?: number;
}

const limitMs = 5_000;

/**
 * The keys that a gateway publishes, kept between requests: fetched at the first token, then every ten minutes and for
 * a `kid` that is not known. New keys are published half an hour before they sign, so nobody waits for one. While the
 * gateway cannot be reached, what was fetched last holds.
 *
 * @returns finds a key; throws Rejected `keys-unreachable` where none were ever fetched
 */
export function trustedKeys(
  gatewayUrl: string,
  { maxAgeMs = 600_000, cooldownMs = 30_000 }: TrustedKeysOptions = {},
): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(`${gatewayUrl}${pathOf(routes.readTokenKeys, {})}`), {
    timeoutDuration: limitMs,
    cooldownDuration: cooldownMs,
    cacheMaxAge: maxAgeMs,
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (isOfToken(error)) throw error;
      const last = remote.jwks();
      if (!last) throw new Rejected('keys-unreachable', { retryAfter: 1 });
      return createLocalJWKSet(last)(header, token);
    }
  };
}

/** Whether it is the token that is wrong, and not the way to the keys. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
