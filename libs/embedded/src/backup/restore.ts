import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { checkpointsOf, furnish } from '../data-folder.js';
import type { InstallationKeys } from '../installation-keys.js';
import { lock } from '../lock.js';
import { folderMode } from '../postgres/cluster.js';
import { startPostgres, stopLeftover } from '../postgres/server.js';
import { StartupProblem, errorCode } from '../startup-problem.js';
import { entryFile, unpackArchive } from './archive.js';
import { identifier, inTransaction, migrationsOf, tablesOf } from './database.js';
import { missingPlace } from './fit.js';
import { checkpointFiles, entryNames } from './manifest.js';
import type { Manifest } from './manifest.js';

/** Names of migrations, by schema. */
export type AppliedMigrations = Readonly<Record<string, readonly string[]>>;

export interface RestoreOptions {
  readonly file: string;
  /** What to make; must not be there yet, or be empty. */
  readonly dataDir: string;
  /**
   * Makes every schema and table in an empty database, by those of the program's migrations that are named in
   * `applied`: the next start applies later ones to the restored data.
   */
  readonly migrate: (url: string, applied: AppliedMigrations) => Promise<void>;
}

/**
 * Makes a data folder from a backup file. The folder appears when it is whole.
 *
 * @throws StartupProblem when the folder is not empty, or the file is damaged or of a newer version
 */
export async function restore({ file, dataDir, migrate }: RestoreOptions): Promise<Manifest> {
  const target = resolve(dataDir);
  await refuseUnlessEmpty(target);
  if (!(await stat(file).catch(() => undefined))) throw new StartupProblem(`there is no backup ${file}`);

  const draft = `${target}${draftInfix}${randomBytes(4).toString('hex')}`;
  const unpacked = join(draft, 'archive');
  try {
    await mkdir(dirname(target), { recursive: true, mode: folderMode() });
    await removeDrafts(target);
    await mkdir(draft, { mode: folderMode() });
    await mkdir(unpacked, { mode: 0o700 });
  } catch (error) {
    throw new StartupProblem(
      `${dirname(target)} cannot be written (${errorCode(error)}): name another folder`,
    );
  }
  const release = await lock(draft, 'restore');
  try {
    const manifest = await unpackArchive(file, unpacked);
    await furnish(draft, manifest.use, keysOf(await readFile(entryFile(unpacked, entryNames.keys), 'utf8')));
    await placeCheckpoints(draft, manifest, unpacked);
    const postgres = await startPostgres({ dataDir: draft });
    try {
      await migrate(postgres.url, manifest.migrations);
      await inTransaction(postgres.url, 'READ COMMITTED', async (client) => {
        await refuseUnlessFitting(client, manifest, file);
        await load(client, manifest, unpacked);
      });
    } finally {
      await postgres.stop();
    }
    await rm(unpacked, { recursive: true });
    await release();
    await rename(draft, target);
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Between the name of a folder and chance, in the name of what is to become it. */
const draftInfix = '.restoring-';

/** Removes what killed restores to the same place have left behind, and the database that still runs on it. */
async function removeDrafts(target: string): Promise<void> {
  const parent = dirname(target);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(target)}${draftInfix}`)) continue;
    const draft = join(parent, name);
    const free = await lock(draft, 'restore').catch(() => undefined);
    if (!free) continue; // somebody is at it
    await stopLeftover(draft);
    await rm(draft, { recursive: true, force: true });
  }
}

async function refuseUnlessEmpty(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw new StartupProblem(`folder ${target} cannot be read (${errorCode(error)}): name another`);
  });
  if (names.length > 0) {
    throw new StartupProblem(`folder ${target} is not empty: restore into one that is not there yet`);
  }
}

async function placeCheckpoints(draft: string, manifest: Manifest, unpacked: string): Promise<void> {
  for (const [entry, name] of checkpointFiles(manifest)) {
    const place = join(checkpointsOf(draft), name);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await rename(entryFile(unpacked, entry), place);
  }
}

function keysOf(text: string): InstallationKeys {
  const { secret, ...pair } = z
    .object({ privateKey: z.string(), publicKey: z.string(), secret: z.string() })
    .parse(JSON.parse(text));
  return { ...pair, secret: Buffer.from(secret, 'base64url') };
}

async function refuseUnlessFitting(client: pg.Client, manifest: Manifest, file: string): Promise<void> {
  const tables = await tablesOf(client);
  const missing = missingPlace(manifest, { tables, migrations: await migrationsOf(client, tables) });
  if (missing === undefined) return;
  throw new StartupProblem(
    `backup ${file} was written by version ${manifest.version}, which has ${missing}: restore it with that version`,
  );
}

async function load(client: pg.Client, { tables, sequences }: Manifest, unpacked: string): Promise<void> {
  await client.query('SET LOCAL session_replication_role = replica'); // no order of tables satisfies every foreign key
  const names = tables.map(({ schema, table }) => identifier(schema, table));
  if (names.length > 0) await client.query(`TRUNCATE ${names.join(', ')} CASCADE`);
  for (const { schema, table, columns, rows } of tables) {
    const list = columns.map((column) => identifier(column)).join(', ');
    const copy = client.query(copyFrom(`COPY ${identifier(schema, table)} (${list}) FROM STDIN`));
    await pipeline(createReadStream(entryFile(unpacked, entryNames.table({ schema, table }))), copy);
    if (copy.rowCount !== rows) throw new Error(`${schema}.${table}: ${copy.rowCount} rows, not ${rows}`);
  }
  for (const { schema, sequence, value, called } of sequences) {
    await client.query('SELECT setval($1, $2, $3)', [identifier(schema, sequence), value, called]);
  }
}
