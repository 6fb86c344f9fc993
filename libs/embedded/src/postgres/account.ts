import { execFile, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StartupProblem, errorCode } from '../startup-problem.js';

const execute = promisify(execFile);

/** The system user PostgreSQL runs as when we are root, since it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Starts a program of PostgreSQL, as another user where it must be one. */
export type Launch = (program: string, args: readonly string[], options?: SpawnOptions) => ChildProcess;

export function weAreRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Whom PostgreSQL runs as: ourselves (`undefined`) or, when we are root, the owner of the cluster that is already
 * there, else the system user `postgres`, made if there is none.
 *
 * @throws StartupProblem when we are root and such a user can be neither found nor made
 */
export async function databaseAccount(cluster: string): Promise<Account | undefined> {
  if (!weAreRoot()) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = await systemUser();
  if (known) return known;
  await execute('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(
    () => undefined,
  );
  const made = await systemUser();
  if (made) return made;
  throw new StartupProblem(
    'PostgreSQL does not run as root and the system user "postgres" could not be made: start as an ordinary user, or make that user',
  );
}

async function systemUser(): Promise<Account | undefined> {
  const id = async (flag: string) => Number((await execute('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    return undefined;
  }
}

/**
 * How programs of PostgreSQL are started. As root below a folder that the database's user may not enter (a clone in a
 * home folder of mode 0700), util-linux' `setpriv` gives them the one capability to enter it nevertheless.
 *
 * @param folders what the programs must be able to reach
 * @throws StartupProblem when they cannot
 */
export async function launcher(account: Account | undefined, folders: readonly string[]): Promise<Launch> {
  // A session of its own keeps Ctrl-C in the terminal away from the database; `stop` ends it, in order.
  // None of our environment: PGDATA, PGOPTIONS, LC_ALL … would change what the programs do.
  const env = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
  };
  const common: SpawnOptions = { cwd: '/', detached: true, env };
  if (!account) return (program, args, options) => spawn(program, args, { ...common, ...options });

  const closed = (await Promise.all(folders.map((folder) => firstClosed(folder, account)))).find(Boolean);
  if (closed === undefined) {
    return (program, args, options) => spawn(program, args, { ...common, ...account, ...options });
  }
  const capability = [
    ...[`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'],
    ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
  ];
  await execute('setpriv', [...capability, 'true']).catch((error: unknown) => {
    throw new StartupProblem(
      `as root the database runs as another user, who may not enter ${closed} (${errorCode(error) ?? 'setpriv failed'}): start as an ordinary user, or from a folder others may enter`,
    );
  });
  return (program, args, options) =>
    spawn('setpriv', [...capability, program, ...args], { ...common, ...options });
}

/** The topmost folder on the way to `path` that `account` may not enter. */
async function firstClosed(path: string, account: Account): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent !== path) {
    const above = await firstClosed(parent, account);
    if (above !== undefined) return above;
  }
  const { uid, gid, mode } = await stat(resolve(path));
  const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return mode & enter ? undefined : path;
}
