/**
 * Waits until the test process has ended, however it ended, then ends its servers and removes their folder.
 * Started by `test-folder.ts` as `node reaper.mjs <pid of the tests> <folder>`.
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

/** Ends the server whose pid is the first number in a file. */
async function end(pidFile, name) {
  let pid;
  try {
    pid = Number.parseInt(readFileSync(`${folder}/${pidFile}`, 'utf8'));
  } catch {
    return;
  }
  signal(pid, name);
  for (let waited = 0; waited < 10_000 && signal(pid, 0); waited += 50) await delay(50);
}

while (signal(Number(tests), 0)) await delay(250);
await end('kafka.pid', 'SIGKILL');
await end('postgres/postmaster.pid', 'SIGQUIT');
rmSync(folder, { recursive: true, force: true });
