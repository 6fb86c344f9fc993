import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const bench = fileURLToPath(new URL('../dist/bench/main.js', import.meta.url));

describe('the bench runs: measurements made small, as JSON', () => {
  it.each([
    ['command', ['raw append']],
    ['messages', ['raw produce and consume']],
    ['reporting-visibility', Array<string>(4).fill('raw append, produce, consume')],
    ['drain', ['10000 messages', 'of 10000']],
  ])(
    '%s',
    async (name, beside) => {
      if (!existsSync(bench)) throw new Error('there is no dist: run npm run build first');
      const flags = ['--quick', '--json', '--only', name];
      const { stdout } = await promisify(execFile)(process.execPath, [bench, ...flags]);
      expect(JSON.parse(stdout)).toMatchObject({
        quick: true,
        machine: { node: process.version },
        figures: beside.map((what) => ({ ours: expect.any(Number), beside: { what } })),
      });
    },
    240_000,
  );
});
