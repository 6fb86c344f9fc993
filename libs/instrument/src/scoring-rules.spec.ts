import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bundledInstruments } from './bundled.js';
import { errorsOf } from './instrument.fixtures.js';
import type { Indicator, Level, Levels } from './instrument.js';
import { indicatorOf } from './lookup.js';
import { bandOf, levelsOf, meanHalfUp, pointsFromLevels, printedTotal, warningsOf } from './scoring-rules.js';

const instrument = bundledInstruments()['2.1'];
const { indicator } = indicatorOf(instrument, '1.1.1');
const levelsAll = (level: Level): Levels => ({
  system: level,
  extent: level,
  result: level,
  evaluation: level,
});

const levels = fc.constantFrom<Level>(0, 1, 2, 3, 4);
const anyLevels = fc.record({ system: levels, extent: levels, result: levels, evaluation: levels });
const anyIndicator = fc.constantFrom(
  ...instrument.areas.flatMap((area) => area.questions.flatMap((question) => question.indicators)),
);

describe('points from levels', () => {
  const worth = (maxTenths: number, weights: Indicator['weights']): Indicator => ({
    ...indicator,
    maxTenths,
    weights,
  });

  it.each<[number, Indicator['weights'], Levels, number]>([
    [
      60,
      { system: 40, extent: 20, result: 20, evaluation: 20 },
      { system: 1, extent: 1, result: 0, evaluation: 0 },
      9,
    ],
    [1, { system: 50, extent: 50 }, { system: 4, extent: 0 }, 1], // 0.5 of a tenth, half up
    [1, { system: 49, extent: 51 }, { system: 4, extent: 0 }, 0], // 0.49 of a tenth
    [250, { system: 33, extent: 67 }, { system: 3, extent: 1 }, 104], // 103.75
  ])('of %i tenths, weights %j, levels %j are %i', (maxTenths, weights, given, points) => {
    expect(pointsFromLevels(worth(maxTenths, weights), given)).toBe(points);
  });

  it('are nothing at level 0, the maximum at level 4, and never outside', () => {
    fc.assert(
      fc.property(anyIndicator, anyLevels, (any, given) => {
        expect(pointsFromLevels(any, levelsAll(0))).toBe(0);
        expect(pointsFromLevels(any, levelsAll(4))).toBe(any.maxTenths);
        const points = pointsFromLevels(any, given);
        expect(Number.isInteger(points) && points >= 0 && points <= any.maxTenths).toBe(true);
      }),
    );
  });

  it('are within half a tenth of the exact figure, and at the half above it', () => {
    fc.assert(
      fc.property(anyIndicator, anyLevels, (any, given: Levels) => {
        const met = Object.entries(any.weights).reduce(
          (sum, [id, weight]) => sum + weight * (given[id] ?? 0),
          0,
        );
        const above = 400 * pointsFromLevels(any, given) - met * any.maxTenths; // in 400ths of a tenth
        expect(above > -200 && above <= 200).toBe(true);
      }),
    );
  });

  it('never fall when a level rises', () => {
    fc.assert(
      fc.property(anyIndicator, anyLevels, (any, given) => {
        const raised = { ...given, result: 4 as const };
        expect(pointsFromLevels(any, raised)).toBeGreaterThanOrEqual(pointsFromLevels(any, given));
      }),
    );
  });
});

describe('levels of a proposal', () => {
  it('name every criterion once, from 0 to 4', () => {
    expect(levelsOf(levelsAll(3), indicator)).toEqual(levelsAll(3));
    const given = { system: 5, extent: 1.5, result: 0, luck: 1 };
    expect(errorsOf('levels-invalid', () => levelsOf(given, indicator))).toEqual([
      { field: 'levels.system', rule: 'level-0-to-4' },
      { field: 'levels.extent', rule: 'level-0-to-4' },
      { field: 'levels.luck', rule: 'unknown-criterion' },
      { field: 'levels.evaluation', rule: 'required' },
    ]);
  });
});

describe('the mean of proposals', () => {
  const proposals = fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 });

  it.each([
    [[75], 75],
    [[75, 76], 76],
    [[10, 10, 11], 10],
    [[10, 11, 11], 11],
    [[0, 0], 0],
  ])('of %j is %i', (given, mean) => expect(meanHalfUp(given)).toBe(mean));

  it('is a tenth within half a tenth of the exact mean, at the half above it', () => {
    fc.assert(
      fc.property(proposals, (given) => {
        const sum = given.reduce((total, points) => total + points, 0);
        const above = 2 * (meanHalfUp(given) * given.length - sum); // in halves of a tenth, times their number
        expect(above > -given.length && above <= given.length).toBe(true);
      }),
    );
  });

  it('does not depend on their order', () => {
    fc.assert(
      fc.property(proposals, (given) => expect(meanHalfUp([...given].reverse())).toBe(meanHalfUp(given))),
    );
  });

  it('of nothing is an error', () => expect(() => meanHalfUp([])).toThrow(RangeError));
});

describe('printed points', () => {
  it('of the total are the sum of the printed areas, not of the tenths', () => {
    expect(printedTotal([394, 645])).toBe(39 + 65); // the tenths sum to 103.9
    expect(printedTotal([4, 4, 4])).toBe(0);
  });

  it('are unknown while an area is', () => expect(printedTotal([394, null])).toBeNull());
});

describe('the reading of an area', () => {
  it.each([
    [100, 'high'],
    [50, 'high'],
    [49, 'middling'],
    [35, 'middling'],
    [34, 'low'],
    [0, 'low'],
  ])('%i is %s', (printed, band) => expect(bandOf(printed, instrument.rules)).toBe(band));
});

describe('warnings of a proposal', () => {
  const { rules } = instrument;

  it.each([
    [{ points: 10, levels: levelsAll(1), evidenceIds: ['plan'] }, []],
    [{ points: 10, levels: levelsAll(0), evidenceIds: ['plan'] }, ['points-without-levels']],
    [{ points: 10, levels: levelsAll(1), evidenceIds: [] }, ['points-without-evidence']],
    [
      { points: 10, levels: levelsAll(0), evidenceIds: [] },
      ['points-without-levels', 'points-without-evidence'],
    ],
    [{ points: 10, evidenceIds: ['plan'] }, []],
    [{ points: 0, levels: levelsAll(0), evidenceIds: [] }, []],
  ])('%j: %j', (proposal, warnings) => expect(warningsOf(proposal, rules)).toEqual(warnings));

  it('ask for evidence only where the instrument does', () => {
    const { evidence: _, ...lenient } = rules;
    expect(warningsOf({ points: 10, evidenceIds: [] }, lenient)).toEqual([]);
  });
});
