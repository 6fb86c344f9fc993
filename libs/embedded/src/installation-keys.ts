import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartupProblem, errorCode } from './startup-problem.js';

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

/** Where a data folder keeps its keys. */
export const keysOf = (dataDir: string): string => join(dataDir, 'keys');

/**
 * The keys in a folder.
 *
 * @param remedy what to do where they are not there
 * @throws StartupProblem when they are not all there: what they signed could not be proved with others
 */
export async function readInstallationKeys(folder: string, remedy: string): Promise<InstallationKeys> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  try {
    return {
      privateKey: await read(files.privateKey),
      publicKey: await read(files.publicKey),
      secret: Buffer.from(await read(files.secret), 'base64url'),
    };
  } catch {
    throw new StartupProblem(`the keys in ${folder} cannot be read: ${remedy}`);
  }
}

/** Keeps `keys` in a folder that is not there yet; all of them or, after a kill, none. */
export async function writeInstallationKeys(folder: string, keys: InstallationKeys): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const write = (name: string, content: string) => writeFile(join(draft, name), content, { mode: 0o600 });
  await write(files.privateKey, keys.privateKey);
  await write(files.publicKey, keys.publicKey);
  await write(files.secret, keys.secret.toString('base64url'));
  await rename(draft, folder);
}

/**
 * Makes the keys of an installation of services, in a folder that is not there yet.
 *
 * @throws StartupProblem when it is: never are keys replaced that have signed something
 */
export async function createInstallationKeys(folder: string): Promise<InstallationKeys> {
  const keys = newInstallationKeys();
  try {
    await mkdir(dirname(resolve(folder)), { recursive: true });
    const there = await readdir(folder).then(
      () => true,
      () => false,
    );
    if (there) throw new StartupProblem(`${folder} is there already: keys are made once, and kept`);
    await writeInstallationKeys(resolve(folder), keys);
    return keys;
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(`keys cannot be made in ${folder} (${errorCode(error)})`);
  }
}
