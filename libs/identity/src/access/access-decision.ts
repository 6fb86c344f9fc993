import type { Access } from '@kompass/contracts';
import type { Reader } from '@kompass/http';

/**
 * What a route's access says to a reader, before anything is looked up:
 *
 * - `hidden`: what may not be read is not there
 * - `forbidden-if-seen`: 403 to those who may see the evaluation, not there for others
 */
export type AccessDecision = 'allowed' | 'unauthenticated' | 'forbidden' | 'hidden' | 'forbidden-if-seen';

export function decideAccess({ who, reads, does }: Access, reader: Reader): AccessDecision {
  if (who === 'anybody') return 'allowed';
  if (reader === 'anybody') return 'unauthenticated';
  if (who === 'signed-in' || who.some((role) => reader.roles.includes(role))) return 'allowed';
  if (reads) return 'hidden';
  return does ? 'forbidden-if-seen' : 'forbidden';
}
