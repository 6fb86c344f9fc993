import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const bench = fileURLToPath(new URL('../dist/bench/main.js', import.meta.url));

it('the bench runs: a measurement made small, as JSON', async () => {
  if (!existsSync(bench)) throw new Error('there is no dist: run npm run build first');
  const flags = ['--quick', '--json', '--only', 'command'];
  const { stdout } = await promisify(execFile)(process.execPath, [bench, ...flags]);
  expect(JSON.parse(stdout)).toMatchObject({
    quick: true,
    machine: { node: process.version },
    figures: [
      { unit: 'ms', ours: expect.any(Number), beside: { what: 'raw append' }, met: expect.any(Boolean) },
    ],
  });
}, 60_000);
