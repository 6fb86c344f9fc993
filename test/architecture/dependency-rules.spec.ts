import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { dependencyProbes, surroundings } from './dependency-probes.js';
import { casesOf, filesOf } from './probe.js';
import { repository, smallRepository, type SmallRepository } from './small-repository.js';

const cases = casesOf(dependencyProbes);

describe('dependency rules', () => {
  let small: SmallRepository;
  let rules: readonly string[];
  let result: ICruiseResult;

  beforeAll(async () => {
    small = smallRepository({ ...surroundings, ...filesOf(cases) });
    const options = await extractDepcruiseOptions(join(repository, '.dependency-cruiser.cjs'));
    rules = (options.ruleSet as IConfiguration).forbidden!.map(({ name }) => name!);
    const fileName = join(small.root, 'tsconfig.json');
    const { output } = await cruise(
      ['apps', 'libs', 'bench', 'test'],
      { ...options, baseDir: small.root, tsConfig: { fileName } },
      undefined,
      { tsConfig: extractTSConfig(fileName) as unknown },
    );
    result = output as ICruiseResult;
  });

  afterAll(() => small.remove());

  it('each have a probe', () => {
    expect(Object.keys(dependencyProbes).sort()).toEqual([...rules].sort());
  });

  it.each(cases)('$path: $text', ({ path, told }) => {
    const violations = result.summary.violations.filter(({ from }) => from === path);
    expect(result.modules.map(({ source }) => source)).toContain(path);
    expect(violations.map(({ rule }) => rule.name)).toEqual(told);
  });
});
