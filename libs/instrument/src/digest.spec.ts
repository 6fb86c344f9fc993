import { describe, expect, it } from '@jest/globals';
import { bundledInstruments } from './bundled.js';
import { digestOf } from './digest.js';
import { parseInstrument } from './parse-instrument.js';

const instrument = bundledInstruments()['2.1'];

describe('the digest of an instrument', () => {
  it('is hex SHA-256 of the canonical JSON, and stands in logs: a released file never changes', () => {
    const { '2.0': earlier, '2.1': later } = bundledInstruments();
    expect(digestOf(earlier)).toBe('a8d35a6b8efaccb794a28e09c13925645208da4caefae01cd348b83712365483');
    expect(digestOf(later)).toBe('4f534d806621007ed85fd9f1868babb1e58b3b15dc91f995009c8eb6c4f92506');
  });

  it('does not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(instrument).reverse());
    expect(digestOf(parseInstrument(reversed))).toBe(digestOf(instrument));
  });

  it('depends on every value', () => {
    const { agreeWithin } = instrument.rules;
    const changed = { ...instrument, rules: { ...instrument.rules, agreeWithin: agreeWithin + 1 } };
    expect(digestOf(parseInstrument(changed))).not.toBe(digestOf(instrument));
  });
});
