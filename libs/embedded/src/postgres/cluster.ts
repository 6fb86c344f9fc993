import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupProblem } from '../startup-problem.js';
import { weAreRoot } from './account.js';
import type { Account, Launch } from './account.js';
import type { Binaries } from './binaries.js';

/** The one superuser and the one database of an embedded cluster. */
export const owner = 'kompass';

/** Where the parts of an embedded PostgreSQL lie in a data folder. */
export function places(dataDir: string) {
  return {
    cluster: join(dataDir, 'postgres'),
    password: join(dataDir, 'postgres.password'),
    log: join(dataDir, 'postgres.log'),
  };
}

/** Mode of a data folder: closed; as root others may pass through, since the database's user must. */
export function folderMode(): number {
  return weAreRoot() ? 0o711 : 0o700;
}

/**
 * The password of the cluster in `dataDir`; makes the cluster first if there is none. A cluster is made beside its
 * place and renamed, so a kill meanwhile leaves no half of one; under a name of its own, since the `initdb` of a killed
 * run may still be at work.
 */
export async function ensureCluster(
  dataDir: string,
  { binaries, account, launch, unsafe }: ClusterTools,
): Promise<string> {
  const { cluster, password: passwordFile } = places(dataDir);
  await removeDrafts(dataDir);
  if (await stat(cluster).catch(() => undefined)) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const draft = join(dataDir, `${draftPrefix}${randomBytes(6).toString('hex')}`);
  await mkdir(draft, { mode: 0o700 });
  if (account) for (const path of [draft, passwordFile]) await chown(path, account.uid, account.gid);

  const { code, output } = await run(launch, binaries.initdb, [
    ...[`--pgdata=${draft}`, `--username=${owner}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--no-instructions', ...(unsafe ? ['--no-sync'] : [])],
  ]);
  if (code !== 0) {
    throw new StartupProblem(
      `PostgreSQL's initdb failed in ${draft}: ${reasonIn(output) ?? `exit code ${code}`}`,
    );
  }
  await rename(draft, cluster);
  return password;
}

const draftPrefix = 'postgres.new-';

async function removeDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(draftPrefix)) continue;
    // One that is still written to stays until the next start.
    await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

export interface ClusterTools {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly launch: Launch;
  readonly unsafe: boolean;
}

/** Runs a program of PostgreSQL to its end. */
export function run(
  launch: Launch,
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = launch(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The line of a program's output that says why it failed. */
export function reasonIn(output: string): string | undefined {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /\b(error|FATAL|PANIC):/.test(line)) ?? lines.at(-1);
}
