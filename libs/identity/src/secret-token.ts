import { createHash, randomBytes } from 'node:crypto';

/** A token that only its holder knows: 256 random bits. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of it. */
export function digestOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
