import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from './process.js';
import { StartupProblem } from './startup-problem.js';

const claim = /^(.+)\.lock-(\d+)-(.+)$/;
const attempts = 5;

/** Whether `name` is a file of a lock. */
export function isClaim(name: string): boolean {
  return claim.test(name);
}

/**
 * Takes what `name` stands for in a data folder for this process, until `release` or until the process ends, however it ends.
 *
 * The lock is a file a claimant, named for its pid and its start. A claimant first writes its file, then looks for
 * files of other processes that still run: so of two at least one sees the other and steps back, and a file left
 * behind by a killed process holds nobody up, even where its pid is in use again.
 *
 * @returns release
 * @throws StartupProblem when another process holds it
 */
export async function lock(folder: string, name: string): Promise<() => Promise<void>> {
  const mine = `${name}.lock-${process.pid}-${startOf(process.pid)}`;
  const release = () => rm(join(folder, mine), { force: true });
  if ((await readdir(folder)).includes(mine)) throw inUse(folder, process.pid);
  for (let attempt = 1; ; attempt++) {
    await writeFile(join(folder, mine), '', { mode: 0o600 });
    const holder = await otherHolder(folder, name, mine);
    if (holder === undefined) return release;
    await release();
    if (attempt === attempts) throw inUse(folder, holder);
    await delay(Math.random() * 50 * attempt); // two that met step back by different times
  }
}

async function otherHolder(folder: string, name: string, mine: string): Promise<number | undefined> {
  for (const file of await readdir(folder)) {
    const [, what, pid, start] = claim.exec(file) ?? [];
    if (what !== name || file === mine) continue;
    if (startOf(Number(pid)) === start) return Number(pid);
    await rm(join(folder, file), { force: true });
  }
  return undefined;
}

function inUse(folder: string, pid: number): StartupProblem {
  return new StartupProblem(
    `data folder ${folder} is in use by process ${pid}: stop that one, or name another folder in KOMPASS_DATA`,
  );
}
