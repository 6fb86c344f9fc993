import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { layoutFaults, layoutRules } from './layout.js';
import { repository } from './small-repository.js';

const probes: Readonly<
  Record<string, { readonly breaks: readonly string[]; readonly keeps: readonly string[] }>
> = {
  'a module has a name in kebab case': {
    breaks: ['libs/http/src/createApp.ts', 'libs/http/src/create_app.ts', 'apps/cli/src/Main.ts'],
    keeps: ['libs/http/src/create-app.ts', 'apps/cli/src/main.ts', 'test/walk.e2e.spec.ts'],
  },
  'a library has one index, none deeper': {
    breaks: ['libs/http/src/problems/index.ts', 'apps/cli/src/index.ts'],
    keeps: ['libs/http/src/index.ts'],
  },
  'a file of a context has one of the known roles': {
    breaks: [
      'libs/scoring/src/views/totals/helpers.ts',
      'libs/scoring/src/views/totals/area-total.service.ts',
      'libs/scoring/src/domain/evaluation.entity.ts',
      'libs/scoring/src/evaluations.ts',
    ],
    keeps: [
      'libs/scoring/src/index.ts',
      'libs/scoring/src/scoring.module.ts',
      'libs/scoring/src/domain/totals.ts',
      'libs/scoring/src/domain/evaluation.decider.ts',
      'libs/scoring/src/views/totals/area-total.projection.ts',
      'libs/scoring/src/views/projections.spec.ts',
      'libs/http/src/create-app.ts',
    ],
  },
  'a use-case has a folder named for the act': {
    breaks: ['libs/scoring/src/features/agree-score/agreement.command.ts'],
    keeps: [
      'libs/scoring/src/features/agree-score/agree-score.command.ts',
      'libs/scoring/src/features/evaluation.command.ts',
    ],
  },
};

describe('layout', () => {
  it('has a probe for every rule', () => {
    expect(Object.keys(probes)).toEqual(layoutRules);
  });

  it.each(Object.entries(probes))('%s', (rule, { breaks, keeps }) => {
    for (const path of breaks) expect([path, ...layoutFaults(path)]).toEqual([path, rule]);
    for (const path of keeps) expect([path, ...layoutFaults(path)]).toEqual([path]);
  });

  it('is that of this repository', () => {
    const modules = ['apps', 'libs', 'bench', 'test'].flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => `${folder}/${path}`),
    );
    const faults = modules.flatMap((path) => layoutFaults(path).map((rule) => `${path}: ${rule}`));
    expect(faults).toEqual([]);
  });
});
