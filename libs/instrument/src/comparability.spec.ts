import { describe, expect, it } from '@jest/globals';
import { bundledInstruments } from './bundled.js';
import {
  bridgeBetween,
  comparabilityOf,
  comparabilityOfTotal,
  comparedQuestions,
  worstOf,
} from './comparability.js';

const { '2.0': earlier, '2.1': later, crosswalk } = bundledInstruments();
const revised = { id: 'kommunekompasset', version: '2020' };

describe('the bridge between two versions', () => {
  it('is the crosswalk, nothing needed, or none', () => {
    expect(bridgeBetween(earlier, later, [crosswalk])).toBe(crosswalk);
    expect(bridgeBetween(revised, revised, [])).toBe('same-version');
    expect(bridgeBetween(later, revised, [crosswalk])).toBeUndefined();
    expect(bridgeBetween(later, earlier, [crosswalk])).toBeUndefined();
    expect(bridgeBetween({ ...later, id: 'other' }, later, [crosswalk])).toBeUndefined();
  });
});

describe('comparability', () => {
  it('is that of the worst part', () => {
    expect(worstOf(['same', 'same'])).toBe('same');
    expect(worstOf(['same', 'changed', 'same'])).toBe('changed');
    expect(worstOf(['not-comparable', 'changed'])).toBe('not-comparable');
    expect(worstOf([])).toBe('same');
  });

  it.each([
    ['areas', ['1'], 'same'],
    ['areas', ['7'], 'changed'],
    ['areas', ['1', '7'], 'changed'],
    ['areas', ['9'], 'not-comparable'],
    ['questions', ['1.1'], 'same'],
    ['questions', ['1.2'], 'changed'],
    ['questions', ['7.2'], 'not-comparable'], // added; another question had this number before
    ['indicators', ['1.1.1'], 'same'],
    ['indicators', ['1.1.1', '7.2.1'], 'not-comparable'],
  ] as const)('of %s %j between 2.0 and 2.1 is %s', (kind, ids, comparability) => {
    expect(comparabilityOf(crosswalk, kind, ids)).toBe(comparability);
  });

  it('of the total 254 → 396 is changed, as its areas 7 and 8 are', () => {
    expect(comparabilityOfTotal(crosswalk)).toBe('changed');
  });

  it('of a version with itself is the same, without a bridge there is none', () => {
    expect(comparabilityOf('same-version', 'questions', ['1.1'])).toBe('same');
    expect(comparabilityOfTotal('same-version')).toBe('same');
    expect(comparabilityOf(undefined, 'questions', ['1.1'])).toBe('not-comparable');
    expect(comparabilityOfTotal(undefined)).toBe('not-comparable');
  });
});

describe('compared questions', () => {
  it('stand beside each other as the crosswalk says', () => {
    const rows = comparedQuestions(crosswalk, { from: [], to: [] });
    expect(rows).toHaveLength(47);
    expect(rows[0]).toMatchObject({ ids: { from: ['1.1'], to: ['1.1'] }, comparability: 'same' });
    expect(rows).toContainEqual(
      expect.objectContaining({ ids: { from: ['2.5', '2.6'], to: ['2.6'] }, comparability: 'changed' }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ ids: { from: [], to: ['7.2'] }, comparability: 'not-comparable' }),
    );
  });

  it('stand beside themselves in one version, whichever side knows them', () => {
    expect(comparedQuestions('same-version', { from: ['1.1'], to: ['1.1', '1.2'] })).toEqual([
      { ids: { from: ['1.1'], to: ['1.1'] }, comparability: 'same' },
      { ids: { from: ['1.2'], to: ['1.2'] }, comparability: 'same' },
    ]);
  });

  it('stand alone without a bridge', () => {
    expect(comparedQuestions(undefined, { from: ['1.1'], to: ['1.1'] })).toEqual([
      { ids: { from: ['1.1'], to: [] }, comparability: 'not-comparable' },
      { ids: { from: [], to: ['1.1'] }, comparability: 'not-comparable' },
    ]);
  });
});
