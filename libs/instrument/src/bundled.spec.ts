import { describe, expect, it } from '@jest/globals';
import { bundledInstruments } from './bundled.js';
import { worstOf } from './comparability.js';
import { indexOf } from './lookup.js';

const { '2.0': earlier, '2.1': later, crosswalk } = bundledInstruments();

describe('the bundled instruments', () => {
  it.each([
    [earlier, 46, 158],
    [later, 45, 164],
  ])('hold 8 areas of 800 points in all', (instrument, questions, indicators) => {
    const index = indexOf(instrument);
    expect(instrument.areas.map((area) => area.id).join('')).toBe('12345678');
    expect(instrument.areas.reduce((sum, area) => sum + area.maxTenths, 0)).toBe(8000);
    expect([index.questions.size, index.indicators.size]).toEqual([questions, indicators]);
  });

  it('are marked as illustrative', () => {
    for (const { about } of [earlier, later, crosswalk]) expect(about).toMatch(/^ILLUSTRATIVE/);
  });

  it('call an area the same where 900 of its tenths rest on the same indicators', () => {
    const { indicators, areas } = indexOf(later);
    const unchanged = new Map([...areas.keys()].map((id) => [id, 0]));
    for (const { to, relation } of crosswalk.indicators) {
      if (relation !== 'same') continue;
      const { area, indicator } = indicators.get(to[0]!)!;
      unchanged.set(area.id, unchanged.get(area.id)! + indicator.maxTenths);
    }
    for (const { id, comparability } of crosswalk.areas) {
      const tenths = unchanged.get(id)!;
      expect(comparability).toBe(tenths >= 900 ? 'same' : tenths >= 100 ? 'changed' : 'not-comparable');
    }
    expect(worstOf(crosswalk.areas.map((area) => area.comparability))).toBe('changed');
  });
});
