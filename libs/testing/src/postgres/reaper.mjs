/**
 * Waits until the test process has ended, however it ended, then ends its PostgreSQL and removes the folder.
 * Started by `cluster.ts` as `node reaper.mjs <pid of the tests> <pid of PostgreSQL> <folder>`.
 */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const [tests, postgres, folder] = process.argv.slice(2);

function signal(pid, name) {
  try {
    process.kill(Number(pid), name);
    return true;
  } catch {
    return false;
  }
}

while (signal(tests, 0)) await delay(250);
signal(postgres, 'SIGQUIT');
while (signal(postgres, 0)) await delay(50);
rmSync(folder, { recursive: true, force: true });
