import { hash, verify } from '@node-rs/argon2';

/** Argon2id as OWASP recommends it (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), parameters);
}

let nobody: Promise<string> | undefined;

/**
 * Whether the password is the one of the hash. Without a hash the answer is no and takes as long,
 * so that the time does not tell whether there is an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const held = passwordHash ?? (await (nobody ??= hashPassword('nobody’s password')));
  const same = await verify(held, normalised(password));
  return same && passwordHash !== null;
}

/** The same characters however a keyboard composes them. */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
