import { describe, expect, it } from '@jest/globals';
import { pairOf, type SeriesEntry } from './series.js';

function entry(id: string, evaluatedAt: string, origin: SeriesEntry['origin'] = 'recorded'): SeriesEntry {
  const instrument = { id: 'kommunekompasset', version: '2.1' };
  return { id, evaluatedAt, origin, instrument, total: null, areas: [], questions: [] };
}

const series = [entry('c', '2021'), entry('a', '2013-12'), entry('b', '2017-09', 'evaluation')];
const idsOf = (entries: readonly SeriesEntry[], years: Parameters<typeof pairOf>[1] = {}) => {
  const { from, to } = pairOf(entries, years);
  return [from.id, to.id];
};

describe('the two results to compare', () => {
  it('are those of the years asked for', () => {
    expect(idsOf(series, { from: 2013, to: 2017 })).toEqual(['a', 'b']);
    expect(idsOf(series, { from: 2013, to: 2013 })).toEqual(['a', 'a']);
  });

  it('are otherwise the last year and the one before', () => {
    expect(idsOf(series)).toEqual(['b', 'c']);
    expect(idsOf(series, { to: 2017 })).toEqual(['a', 'b']);
    expect(idsOf(series, { from: 2013 })).toEqual(['a', 'c']);
  });

  it('are the last of their year, what was evaluated here before what was recorded', () => {
    const crowded = [...series, entry('b3', '2017-10'), entry('a2', '2013'), entry('c2', '2021-02')];
    expect(idsOf(crowded, { from: 2013, to: 2017 })).toEqual(['a', 'b']);
    expect(idsOf(crowded)).toEqual(['b', 'c2']);
  });

  it.each([
    ['the year', series, { from: 2013, to: 2016 }, { year: 2016 }],
    ['an earlier year', series.slice(0, 1), {}, {}],
    ['any year', [], {}, {}],
  ])('are unknown where there is none of %s', (_, entries, years, detail) => {
    expect(() => pairOf(entries, years)).toThrow(expect.objectContaining({ code: 'result-unknown', detail }));
  });
});
