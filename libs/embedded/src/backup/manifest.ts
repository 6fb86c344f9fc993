import { z } from 'zod';
import { folderUses } from '../data-folder.js';

/** The form of backup files that this program writes; a higher one is not read. */
export const backupFormat = 1;

const name = z.string().min(1);

const manifest = z.object({
  format: z.literal(backupFormat),
  /** Version of the program that wrote it. */
  version: z.string(),
  /** ISO 8601, UTC. */
  created: z.iso.datetime(),
  /** What the data folder is for. */
  use: z.enum(folderUses),
  /** Names of the migrations applied, by schema. */
  migrations: z.record(name, z.array(name)),
  tables: z.array(
    z.object({ schema: name, table: name, columns: z.array(name), rows: z.int().nonnegative() }),
  ),
  sequences: z.array(z.object({ schema: name, sequence: name, value: z.string(), called: z.boolean() })),
  /** What the file holds beside this. */
  entries: z.record(name, z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

/** What a backup file says of itself; its first entry, `manifest.json`. */
export type Manifest = Readonly<z.infer<typeof manifest>>;
export type TableCopy = Manifest['tables'][number];
export type SequenceCopy = Manifest['sequences'][number];
export type Entry = Manifest['entries'][string];

/** Names of the entries of a backup file. */
export const entryNames = {
  manifest: 'manifest.json',
  keys: 'keys.json',
  /** A file of signed heads of the log. */
  checkpoints: (name: string) => `checkpoints/${name}`,
  table: ({ schema, table }: Pick<TableCopy, 'schema' | 'table'>) => `tables/${schema}.${table}.copy`,
};

/** The files of signed heads in a backup: name of the file, by that of its entry. */
export function checkpointFiles({ entries }: Pick<Manifest, 'entries'>): ReadonlyMap<string, string> {
  const files = Object.keys(entries).map((entry) => [entry, checkpointEntry.exec(entry)?.[1]] as const);
  return new Map(files.filter((file): file is [string, string] => file[1] !== undefined));
}

/** In a cluster each service has a folder of its own. */
const checkpointEntry = /^checkpoints\/((?:[a-z]+\/)?[\w-]+\.jsonl)$/;

/** @returns the manifest, or why it is none that this program reads: `newer` or `damaged` */
export function parseManifest(text: string): Manifest | 'newer' | 'damaged' {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'damaged';
  }
  const format = z.object({ format: z.int().positive() }).safeParse(json).data?.format;
  if (format === undefined) return 'damaged';
  return format > backupFormat ? 'newer' : (manifest.safeParse(json).data ?? 'damaged');
}
