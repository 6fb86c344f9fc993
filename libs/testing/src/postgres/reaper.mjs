/**
 * Waits until the test process has ended, however it ended, then ends its PostgreSQL and removes the folder.
 * Started by `cluster.ts` as `node reaper.mjs <pid of the tests> <folder>`.
 */
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const [tests, folder] = process.argv.slice(2);

function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

function postmaster() {
  try {
    return Number.parseInt(readFileSync(`${folder}/postgres/postmaster.pid`, 'utf8'));
  } catch {
    return undefined;
  }
}

while (signal(Number(tests), 0)) await delay(250);
const pid = postmaster();
if (pid !== undefined) {
  signal(pid, 'SIGQUIT');
  for (let waited = 0; waited < 10_000 && signal(pid, 0); waited += 50) await delay(50);
}
rmSync(folder, { recursive: true, force: true });
