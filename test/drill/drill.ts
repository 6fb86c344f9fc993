import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const guide = new URL('../../docs/operations.md', import.meta.url);
const cli = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const psql = fileURLToPath(new URL('../../libs/testing/src/postgres/psql.mjs', import.meta.url));

/** The commands of the guide: of each block that begins with three backticks and `sh drill=NAME`, in their order. */
export async function drillCommands(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(guide, 'utf8');
  const blocks = text.matchAll(/^```sh drill=(\w+)\n(.*?)^```$/gms);
  return new Map([...blocks].map(([, name, commands]) => [name!, commands!]));
}

/** Makes a folder in which `kompass` and `psql` are found, for `PATH`. */
export async function makeTools(folder: string): Promise<string> {
  await mkdir(folder);
  const tool = (name: string, program: string) =>
    writeFile(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, {
      mode: 0o755,
    });
  await tool('kompass', cli);
  await tool('psql', psql);
  return folder;
}

/** Runs commands as an operator would, up to the first that fails. */
export function runCommands(commands: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const { PATH } = process.env;
    const all = { ...env, PATH: `${env['PATH']}:${PATH}` };
    execFile('sh', ['-euc', commands], { env: all }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
