import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

/** JSON Canonicalization Scheme (RFC 8785): one text for one value, whatever the order of its keys. */
export function jcs(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function hmacSha256(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
