import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint, type Linter } from 'eslint';
import { globals, lintProbes } from './lint-probes.js';
import { casesOf, filesOf } from './probe.js';
import { repository, smallRepository, type SmallRepository } from './small-repository.js';

const cases = casesOf(lintProbes);

describe('lint rules', () => {
  const overrideConfigFile = join(repository, 'eslint.config.mjs');
  let small: SmallRepository;
  let told: ReadonlyMap<string, readonly (string | null)[]>;

  beforeAll(async () => {
    small = smallRepository({ ...filesOf(cases), 'libs/globals.d.ts': globals });
    const eslint = new ESLint({ cwd: small.root, overrideConfigFile });
    const results = await eslint.lintFiles(['libs']);
    told = new Map(
      results.map(({ filePath, messages }) => [
        filePath.slice(small.root.length + 1),
        messages.map(({ ruleId, message }) => ruleId ?? message),
      ]),
    );
  }, 60_000);

  afterAll(() => small.remove());

  it('each have a probe', async () => {
    const { default: blocks } = (await import(pathToFileURL(overrideConfigFile).href)) as {
      default: Linter.Config[];
    };
    const ours = blocks.filter(({ name }) => name?.startsWith('kompass/'));
    const rules = ours.flatMap((block) => Object.keys(block.rules ?? {}));
    expect(Object.keys(lintProbes).sort()).toEqual([...new Set(rules)].sort());
  });

  it.each(cases)('$path', ({ path, told: expected }) => {
    expect([...new Set(told.get(path) ?? ['not linted'])]).toEqual(expected);
  });
});
