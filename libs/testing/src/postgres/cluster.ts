import { startPostgres } from '@kompass/embedded';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testFolder } from '../process/test-folder.js';

let cluster: Promise<string> | undefined;

/**
 * The url of this process' PostgreSQL, started by the first test file that asks and shared by those after it (each
 * test file has its own copy of this module, so the url stands in a file). It ends with the process.
 */
export function testCluster(): Promise<string> {
  return (cluster ??= findOrStart());
}

async function findOrStart(): Promise<string> {
  const folder = await testFolder();
  const file = join(folder, 'url');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const { url } = await startPostgres({ dataDir: folder, unsafe: true });
  await writeFile(file, url, { mode: 0o600 });
  return url;
}
