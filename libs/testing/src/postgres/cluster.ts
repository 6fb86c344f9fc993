import { startPostgres, startOf } from '@kompass/embedded';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let cluster: Promise<string> | undefined;

/**
 * The url of this process' PostgreSQL, started by the first test file that asks and shared by those after it (each
 * test file has its own copy of this module, so the url stands in a file). `reaper.mjs` ends it with the process.
 */
export function testCluster(): Promise<string> {
  return (cluster ??= findOrStart());
}

async function findOrStart(): Promise<string> {
  const folder = join(tmpdir(), `kompass-test-${process.pid}-${startOf(process.pid)}`);
  const file = join(folder, 'url');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const reaper = fileURLToPath(new URL('./reaper.mjs', import.meta.url));
  spawn(process.execPath, [reaper, String(process.pid), folder], { detached: true, stdio: 'ignore' }).unref();
  const { url } = await startPostgres({ dataDir: folder, unsafe: true });
  await writeFile(file, url, { mode: 0o600 });
  return url;
}
