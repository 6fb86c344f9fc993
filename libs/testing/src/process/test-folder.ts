import { startOf } from '@kompass/embedded';
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this test process' servers. The first who asks makes it, and starts `reaper.mjs`, which ends the
 * servers and removes the folder when the process has ended, however it ended.
 */
export async function testFolder(): Promise<string> {
  const folder = join(tmpdir(), `kompass-test-${process.pid}-${startOf(process.pid)}`);
  const made = await mkdir(folder, { recursive: true, mode: 0o711 });
  if (made !== undefined) {
    const reaper = fileURLToPath(new URL('./reaper.mjs', import.meta.url));
    const args = [reaper, String(process.pid), folder];
    spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
  }
  return folder;
}
