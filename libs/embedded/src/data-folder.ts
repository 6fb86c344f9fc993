import { mkdir, readFile, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  keysOf,
  newInstallationKeys,
  readInstallationKeys,
  writeInstallationKeys,
} from './installation-keys.js';
import type { InstallationKeys } from './installation-keys.js';
import { stopKafkaLeftover } from './kafka/orphan.js';
import { isClaim, lock } from './lock.js';
import { folderMode } from './postgres/cluster.js';
import { stopLeftover } from './postgres/server.js';
import { announce, unannounce } from './running-instance.js';
import type { Announcement } from './running-instance.js';
import { StartupProblem, errorCode } from './startup-problem.js';

/**
 * What a data folder is for: of the program in one process, or of services on one machine. The one is never opened as
 * the other: a demo may be reset at any time, and what waits in Kafka is known to services only.
 */
export const folderUses = ['real', 'demo', 'cluster', 'cluster-demo'] as const;
export type FolderUse = (typeof folderUses)[number];

const held: Readonly<Record<FolderUse, string>> = {
  real: 'real data',
  demo: 'the demo',
  cluster: 'the data of a cluster',
  'cluster-demo': 'the demo of a cluster',
};

/** A data folder that this process holds. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  readonly keys: InstallationKeys;
  /** Where the signed heads of the log are kept, a file a day. */
  readonly checkpoints: string;
  /** Writes `run.json`, by which the CLI finds this process. */
  announce(announcement: Announcement): Promise<void>;
  /** Gives the folder back. */
  release(): Promise<void>;
}

/** The layout of data folders that this program writes; a higher one is not opened. */
const folderFormat = 1;

/** Where a data folder keeps the signed heads of its log. */
export const checkpointsOf = (path: string): string => join(path, 'checkpoints');

const versionFile = z.looseObject({ format: z.int(), use: z.string() });

/**
 * Opens a data folder, or makes it, and holds it against every other process.
 *
 * @throws StartupProblem when it cannot be made or written, belongs to something else, to a newer version or to
 *   another use, or is held by another process
 */
export async function openDataFolder(dir: string, use: FolderUse = 'real'): Promise<DataFolder> {
  const path = await writableFolder(dir);
  await checkVersion(path, use);
  const release = await takeFolder(path);
  try {
    if (!(await checkVersion(path, use))) await furnish(path, use);
    const keys = await readInstallationKeys(keysOf(path), 'restore a backup');
    return {
      path,
      keys,
      checkpoints: checkpointsOf(path),
      announce: (announcement) => announce(path, announcement),
      release: async () => {
        await unannounce(path);
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Removes a demo's data, whatever state a killed run left them in.
 *
 * @throws StartupProblem when the folder is not a demo's, or in use
 */
export async function removeDemo(dir: string, use: FolderUse & `${string}demo` = 'demo'): Promise<void> {
  const path = await writableFolder(dir);
  await checkVersion(path, use);
  await takeFolder(path);
  await stopLeftover(path);
  await stopKafkaLeftover(path);
  const names = await readdir(path);
  const lastly = (name: string) => (isClaim(name) ? 2 : name === 'version' ? 1 : 0);
  for (const name of names.sort((a, b) => lastly(a) - lastly(b))) {
    await rm(join(path, name), { recursive: true, force: true });
  }
}

/** Gives a new folder its keys and, when all is there, its version. */
export async function furnish(path: string, use: FolderUse, keys = newInstallationKeys()): Promise<void> {
  await rm(keysOf(path), { recursive: true, force: true });
  await writeInstallationKeys(keysOf(path), keys);
  const draft = join(path, 'version.new');
  await writeFile(draft, `${JSON.stringify({ format: folderFormat, use })}\n`, { mode: 0o600 });
  await rename(draft, join(path, 'version'));
}

/**
 * What a furnished data folder is for.
 *
 * @throws StartupProblem when it was written by a newer version, or its `version` cannot be read
 */
export async function useOf(path: string): Promise<FolderUse> {
  const text = await readFile(join(path, 'version'), 'utf8');
  const { format, use } = versionOf(text) ?? {};
  if (format !== undefined && format > folderFormat) {
    throw new StartupProblem(
      `data folder ${path} was written by a newer version of Kompass (format ${format}, this one knows ${folderFormat}): start that version, or name another folder in KOMPASS_DATA`,
    );
  }
  const known = folderUses.find((each) => each === use);
  if (known) return known;
  throw new StartupProblem(`the file version in data folder ${path} is damaged: restore a backup`);
}

function versionOf(text: string): { format: number; use: string } | undefined {
  try {
    return versionFile.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function writableFolder(dir: string): Promise<string> {
  try {
    await mkdir(dir, { recursive: true, mode: folderMode() });
    return await realpath(dir);
  } catch (error) {
    throw new StartupProblem(
      `data folder ${dir} cannot be made (${errorCode(error)}): name another in KOMPASS_DATA`,
    );
  }
}

async function takeFolder(path: string): Promise<() => Promise<void>> {
  try {
    return await lock(path, 'kompass');
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(
      `data folder ${path} cannot be written (${errorCode(error)}): make it yours, or name another in KOMPASS_DATA`,
    );
  }
}

/** @returns whether the folder has been furnished; if not, it is empty but for what a killed start left behind */
async function checkVersion(path: string, use: FolderUse): Promise<boolean> {
  const names = await readdir(path).catch((error: unknown) => {
    throw new StartupProblem(
      `data folder ${path} cannot be read (${errorCode(error)}): make it yours, or name another in KOMPASS_DATA`,
    );
  });
  if (!names.includes('version')) {
    const foreign = names.find(
      (name) => !isClaim(name) && !['keys', 'keys.new', 'version.new'].includes(name),
    );
    if (foreign === undefined) return false;
    throw new StartupProblem(
      `folder ${path} holds something else (${foreign}): name an empty one, or one that is not there yet, in KOMPASS_DATA`,
    );
  }
  const found = await useOf(path);
  if (found === use) return true;
  throw new StartupProblem(
    `data folder ${path} holds ${held[found]}, not ${held[use]}: name another in KOMPASS_DATA`,
  );
}
