import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import { checkpointsOf, useOf } from '../data-folder.js';
import { keysOf, readInstallationKeys } from '../installation-keys.js';
import { startOf } from '../process.js';
import { StartupProblem, errorCode } from '../startup-problem.js';
import { entryFile, packArchive, spool } from './archive.js';
import { identifier, inTransaction, migrationsOf, sequencesOf, tablesOf } from './database.js';
import { backupFormat, entryNames } from './manifest.js';
import type { Entry, Manifest } from './manifest.js';

export interface BackupOptions {
  /** Whose keys go along. */
  readonly dataDir: string;
  /** Its PostgreSQL, running. */
  readonly postgresUrl: string;
  /** What to write; must not be there yet. */
  readonly file: string;
  /** Version of this program. */
  readonly version: string;
}

/**
 * Writes everything a data folder holds – every table of every schema, as of one moment, the keys, and the signed heads
 * of the log – to one file for the eyes of its owner only, while the program runs. The file appears when it is whole.
 *
 * @throws StartupProblem when the file is there already or cannot be written
 */
export async function backup({ dataDir, postgresUrl, file, version }: BackupOptions): Promise<Manifest> {
  const target = resolve(file);
  if (await stat(target).catch(() => undefined)) {
    throw new StartupProblem(`${target} is there already: name another file`);
  }
  await removePartials(target);
  const work = `${target}${partialInfix}${process.pid}`;
  await mkdir(work, { mode: 0o700 }).catch((error: unknown) => {
    throw new StartupProblem(
      `${dirname(target)} cannot be written (${errorCode(error)}): name another folder`,
    );
  });
  try {
    const manifest = await collect(work, { dataDir, postgresUrl, version });
    const archive = join(work, 'archive');
    await packArchive(work, manifest, archive);
    await rename(archive, target);
    return manifest;
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Between the name of a backup and the pid that writes it, in the name of where its parts are collected. */
const partialInfix = '.partial-';

/** Removes what killed backups to the same file have left behind: the keys may be among it. */
async function removePartials(target: string): Promise<void> {
  const prefix = `${basename(target)}${partialInfix}`;
  for (const name of await readdir(dirname(target)).catch(() => [])) {
    if (!name.startsWith(prefix) || startOf(Number(name.slice(prefix.length))) !== undefined) continue;
    await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

async function collect(
  work: string,
  { dataDir, postgresUrl, version }: Omit<BackupOptions, 'file'>,
): Promise<Manifest> {
  const entries: Record<string, Entry> = {};
  const add = async (name: string, source: AsyncIterable<Uint8Array>) => {
    entries[name] = await spool(source, entryFile(work, name));
  };
  const { secret, ...pair } = await readInstallationKeys(keysOf(dataDir), 'restore a backup');
  const keys = JSON.stringify({ ...pair, secret: secret.toString('base64url') });
  await add(entryNames.keys, Readable.from([Buffer.from(keys)]));

  // Before the log, so that none is signed beyond its end.
  const folder = checkpointsOf(dataDir);
  for (const name of await readdir(folder, { recursive: true }).catch(() => []))
    if (name.endsWith('.jsonl'))
      await add(entryNames.checkpoints(name), createReadStream(join(folder, name)));

  const data = await inTransaction(postgresUrl, 'REPEATABLE READ, READ ONLY', async (client) => {
    const found = await tablesOf(client);
    const names = found.map(({ schema, table }) => identifier(schema, table));
    // Held to the end, so that no table is dropped meanwhile.
    if (names.length > 0) await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS SHARE MODE`);
    const copies = new Map<string, { readonly rowCount: number }>();
    for (const table of found) {
      const columns = table.columns.map((column) => identifier(column)).join(', ');
      const source = `${identifier(table.schema, table.table)} (${columns})`;
      const copy = client.query(copyTo(`COPY ${source} TO STDOUT`));
      copies.set(entryNames.table(table), copy);
      await add(entryNames.table(table), copy);
    }
    const sequences = await sequencesOf(client);
    const migrations = await migrationsOf(client, found);
    // A count may arrive after the last row, but it has before the answer to a later query.
    const tables = found.map((table) => ({ ...table, rows: copies.get(entryNames.table(table))!.rowCount }));
    return { tables, sequences, migrations };
  });
  return {
    format: backupFormat,
    version,
    created: new Date().toISOString(),
    use: await useOf(dataDir),
    ...data,
    entries,
  };
}
