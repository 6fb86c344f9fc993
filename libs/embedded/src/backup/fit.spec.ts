import { describe, expect, it } from '@jest/globals';
import { missingPlace } from './fit.js';
import type { Shape } from './fit.js';

const shape: Shape = {
  migrations: { scoring: ['First'] },
  tables: [{ schema: 'scoring', table: 'area', columns: ['id', 'title'] }],
};

describe('a backup fits a database', () => {
  it('that has a place for all of it', () => {
    expect(missingPlace(shape, shape)).toBeUndefined();
    expect(
      missingPlace(shape, { ...shape, migrations: { scoring: ['First', 'Second'], reporting: [] } }),
    ).toBe(undefined);
  });

  it.each<[string, Shape]>([
    ['migration scoring.First', { ...shape, migrations: {} }],
    [
      'table scoring.area',
      { ...shape, tables: [{ schema: 'other', table: 'area', columns: ['id', 'title'] }] },
    ],
    [
      'column scoring.area.title',
      { ...shape, tables: [{ schema: 'scoring', table: 'area', columns: ['id'] }] },
    ],
  ])('but not one without %s', (missing, database) => {
    expect(missingPlace(shape, database)).toBe(missing);
  });
});
