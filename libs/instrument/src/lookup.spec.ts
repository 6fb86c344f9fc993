import { describe, expect, it } from '@jest/globals';
import { Rejected } from '@kompass/kernel';
import { bundledInstruments } from './bundled.js';
import { areaOf, indexOf, indicatorOf, questionOf } from './lookup.js';

const instrument = bundledInstruments()['2.1'];

describe('the index of an instrument', () => {
  it('knows where everything stands', () => {
    const { indicator, question, area } = indicatorOf(instrument, '7.2.1');
    expect([indicator.id, question.id, area.id]).toEqual(['7.2.1', '7.2', '7']);
    expect(questionOf(instrument, '7.2')).toEqual({ question, area });
    expect(areaOf(instrument, '7')).toBe(area);
  });

  it('is built once for an instrument', () => {
    expect(indexOf(instrument)).toBe(indexOf(instrument));
    expect(indexOf(instrument)).not.toBe(indexOf(bundledInstruments()['2.0']));
  });

  it('refuses what the instrument does not have', () => {
    expect(() => indicatorOf(instrument, '9.9.9')).toThrow(
      new Rejected('unknown-indicator', { field: 'indicator', value: '9.9.9' }),
    );
    expect(() => questionOf(instrument, 'constructor')).toThrow(new Rejected('unknown-question'));
    expect(() => areaOf(instrument, '9')).toThrow(new Rejected('unknown-area'));
  });
});
