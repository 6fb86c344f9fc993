import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { problems } from './problems.js';

const libs = new URL('../../../', import.meta.url);

/** The codes in `new Rejected('code', …)` and `new Rejected(condition ? 'one' : 'other', …)`, and of templates their beginning. */
function codesIn(source: string): string[] {
  return [...source.matchAll(/new Rejected\(\s*([^,;{)]*)/g)].flatMap(([, first = '']) => [
    ...[...first.matchAll(/'([a-z][a-z0-9-]*)'/g)].map(([, code]) => code!),
    ...[...first.matchAll(/`([a-z][a-z0-9-]*-)\$/g)].map(([, beginning]) => `${beginning}*`),
  ]);
}

async function sources(): Promise<string[]> {
  const names = await readdir(libs, { recursive: true });
  return names.filter(
    (name) => name.endsWith('.ts') && !/\.(spec|fixtures)\.ts$/.test(name) && !name.startsWith('testing/'),
  );
}

describe('the table of problems', () => {
  it('finds codes where they are', () => {
    expect(
      codesIn(
        `throw new Rejected('one', { a: 'b' }); new Rejected(x ? 'two' : 'three'); new Rejected(\`four-\${x}\`)`,
      ),
    ).toEqual(['one', 'two', 'three', 'four-*']);
  });

  it('holds every code with which anything is refused', async () => {
    const missing: string[] = [];
    let found = 0;
    for (const name of await sources()) {
      for (const code of codesIn(await readFile(new URL(name, libs), 'utf8'))) {
        found += 1;
        const held = code.endsWith('*')
          ? Object.keys(problems).some((each) => each.startsWith(code.slice(0, -1)))
          : Object.hasOwn(problems, code);
        if (!held) missing.push(`${code} (${name})`);
      }
    }
    expect(missing).toEqual([]);
    expect(found).toBeGreaterThan(30);
  });
});
