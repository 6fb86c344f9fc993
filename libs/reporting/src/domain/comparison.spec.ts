import { describe, expect, it } from '@jest/globals';
import { bridgeBetween, type Bridge } from '@kompass/instrument';
import { compare, type Standing } from './comparison.js';
import { figuresOf, figuresOfEvaluation } from './figures.js';
import type { Published } from './result.commands.js';
import { crosswalk, earlier, evaluationAdopted, later, publishedAreas } from './result.fixtures.js';

function recorded(year: string, published: Published, instrument = earlier): Standing {
  const { id, version } = instrument;
  const figures = figuresOf(published, instrument);
  return { id: `roros-${year}`, instrument: { id, version }, evaluatedAt: year, ...figures };
}

const roros2013 = recorded('2013-12', publishedAreas());
const roros2017: Standing = {
  id: 'roros-2017',
  instrument: { id: later.id, version: later.version },
  evaluatedAt: '2017-09',
  ...figuresOfEvaluation(evaluationAdopted().data),
};
const revised: Standing = {
  ...roros2017,
  id: 'roros-2021',
  instrument: { id: 'kommunekompasset', version: '2020' },
  evaluatedAt: '2021',
  total: 593,
  areas: [{ id: '1', printed: 80 }],
  questions: [],
};
const bridge: Bridge = bridgeBetween(roros2013.instrument, roros2017.instrument, [crosswalk]);

describe('Røros 2013 and 2017', () => {
  const comparison = compare(roros2013, roros2017, bridge);

  it('rises from 254 to 396, by a changed measure', () => {
    expect(comparison).toMatchObject({
      from: { evaluationId: 'roros-2013-12', year: 2013, instrument: { version: '2.0' }, total: 254 },
      to: { evaluationId: 'roros-2017', year: 2017, instrument: { version: '2.1' }, total: 396 },
      change: 142,
      comparability: 'changed',
    });
  });

  it('rises in every area, most in 2, 3, 4 and 5', () => {
    expect(comparison.areas.map(({ id, from, to, change }) => [id, from, to, change])).toEqual([
      ['1', 25, 33, 8],
      ['2', 16, 38, 22],
      ['3', 38, 65, 27],
      ['4', 33, 57, 24],
      ['5', 27, 52, 25],
      ['6', 33, 43, 10],
      ['7', 26, 39, 13],
      ['8', 56, 69, 13],
    ]);
    expect(comparison.areas.map(({ comparability }) => comparability)).toEqual([
      ...Array<string>(6).fill('same'),
      ...Array<string>(2).fill('changed'),
    ]);
  });

  it('has a row for every question of either version, unknown in 2013', () => {
    expect(comparison.questions).toHaveLength(crosswalk.questions.length);
    expect(comparison.questions.every(({ from, change }) => from === null && change === null)).toBe(true);
    expect(comparison.questions.find(({ id }) => id === '1.1')).toEqual({
      id: '1.1',
      ids: { from: ['1.1'], to: ['1.1'] },
      from: null,
      to: 7.5,
      change: null,
      comparability: 'same',
      note: { nb: 'Uendret.', en: 'Unchanged.' },
    });
  });
});

describe('questions', () => {
  const questions2013 = (unknown?: string) =>
    earlier.areas.flatMap(({ questions }) =>
      questions.map(({ id }) => ({ id, points: id === unknown ? null : 1.1 })),
    );
  const rowOf = (id: string, unknown?: string) => {
    const from = recorded('2013', { knownBy: 'questions', questions: questions2013(unknown) });
    return compare(from, roros2017, bridge).questions.find(({ ids }) =>
      [...ids.from, ...ids.to].includes(id),
    );
  };

  it('differ in tenths', () => {
    expect(rowOf('1.1')).toMatchObject({ from: 1.1, to: 7.5, change: 6.4, comparability: 'same' });
    expect(rowOf('7.5')).toMatchObject({ from: 1.1, to: 0, change: -1.1, comparability: 'changed' });
  });

  it('add up where two became one, if both are known', () => {
    expect(rowOf('2.5')).toMatchObject({ id: '2.6', from: 2.2, to: 6, change: 3.8 });
    expect(rowOf('2.5', '2.5')).toMatchObject({ id: '2.6', from: null, to: 6, change: null });
  });

  it('stand alone where they were added or removed', () => {
    expect(rowOf('8.7')).toMatchObject({
      from: null,
      to: 6.3,
      change: null,
      comparability: 'not-comparable',
    });
    expect(rowOf('7.6')).toMatchObject({ id: '7.6', from: 1.1, to: null, comparability: 'not-comparable' });
  });
});

describe('what is not known', () => {
  it('is null in a result known by its total, which has its place all the same', () => {
    const total = compare(recorded('2013', { knownBy: 'total', total: 254 }), roros2017, bridge);
    expect(total).toMatchObject({ change: 142, comparability: 'changed' });
    expect(total.areas).toHaveLength(8);
    expect(total.areas[0]).toEqual({ id: '1', from: null, to: 33, change: null, comparability: 'same' });
  });

  it('leaves the total unknown', () => {
    const some = recorded('2013', publishedAreas([25, null]));
    expect(compare(some, roros2017, bridge)).toMatchObject({ from: { total: null }, change: null });
  });

  it('is not 0, and 0 is known', () => {
    const nothing = recorded('2013', publishedAreas([0, 0, 0, 0, 0, 0, 0, 0]));
    expect(compare(nothing, roros2017, bridge)).toMatchObject({ from: { total: 0 }, change: 396 });
  });
});

describe('versions', () => {
  it('are comparable with themselves, loaded or not', () => {
    const later2021 = { ...revised, id: 'roros-2025', total: 600, areas: [{ id: '2', printed: 90 }] };
    expect(compare(revised, later2021, 'same-version')).toMatchObject({
      change: 7,
      comparability: 'same',
      areas: [
        { id: '1', from: 80, to: null, change: null, comparability: 'same' },
        { id: '2', from: null, to: 90, change: null, comparability: 'same' },
      ],
    });
  });

  it('without a way between them are never put beside each other', () => {
    const comparison = compare(roros2017, revised, undefined);
    expect(comparison).toMatchObject({ change: null, comparability: 'not-comparable', to: { total: 593 } });
    expect(comparison.areas).toHaveLength(9);
    expect(comparison.areas.filter(({ id }) => id === '1')).toEqual([
      { id: '1', from: 33, to: null, change: null, comparability: 'not-comparable' },
      { id: '1', from: null, to: 80, change: null, comparability: 'not-comparable' },
    ]);
    expect(comparison.questions.every(({ ids }) => ids.to.length === 0)).toBe(true);
  });
});
