import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Instrument } from './instrument.js';

const digests = new WeakMap<Instrument, string>();

/**
 * What names an instrument for ever: hex SHA-256 of its JSON canonicalised by RFC 8785, computed once for each.
 * Key order and white space of the file do not matter, every value does.
 */
export function digestOf(instrument: Instrument): string {
  let digest = digests.get(instrument);
  if (digest === undefined) {
    digest = createHash('sha256')
      .update(canonicalize(instrument) ?? '')
      .digest('hex');
    digests.set(instrument, digest);
  }
  return digest;
}
