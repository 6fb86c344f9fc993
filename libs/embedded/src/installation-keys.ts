import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupProblem } from './startup-problem.js';

/** What proves that something comes from this installation. Never sent out, the public half excepted. */
export interface InstallationKeys {
  /** Ed25519 private key, PKCS #8 PEM: signs checkpoints of the log. */
  readonly privateKey: string;
  /** Its public half, SPKI PEM. */
  readonly publicKey: string;
  /** 32 bytes for HMAC-SHA-256. */
  readonly secret: Buffer;
}

const files = { privateKey: 'signing.pem', publicKey: 'signing.pub.pem', secret: 'secret' } as const;

export function newInstallationKeys(): InstallationKeys {
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { ...pair, secret: randomBytes(32) };
}

/**
 * The keys of a data folder.
 *
 * @throws StartupProblem when they are not all there: what they signed could not be proved with others
 */
export async function readInstallationKeys(dataDir: string): Promise<InstallationKeys> {
  const read = (name: string) => readFile(join(dataDir, 'keys', name), 'utf8');
  try {
    return {
      privateKey: await read(files.privateKey),
      publicKey: await read(files.publicKey),
      secret: Buffer.from(await read(files.secret), 'base64url'),
    };
  } catch {
    throw new StartupProblem(`the keys in ${join(dataDir, 'keys')} cannot be read: restore a backup`);
  }
}

/** Keeps `keys` in a data folder that has none; all of them or, after a kill, none. */
export async function writeInstallationKeys(dataDir: string, keys: InstallationKeys): Promise<void> {
  const folder = join(dataDir, 'keys');
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const write = (name: string, content: string) => writeFile(join(draft, name), content, { mode: 0o600 });
  await write(files.privateKey, keys.privateKey);
  await write(files.publicKey, keys.publicKey);
  await write(files.secret, keys.secret.toString('base64url'));
  await rename(draft, folder);
}
