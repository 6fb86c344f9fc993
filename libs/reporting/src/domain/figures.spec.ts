import { describe, expect, it } from '@jest/globals';
import { Rejected } from '@kompass/kernel';
import { figuresOf, figuresOfEvaluation } from './figures.js';
import type { Published } from './result.commands.js';
import {
  areas2013,
  evaluationAdopted,
  finalisedEvaluation,
  later,
  publishedAreas,
} from './result.fixtures.js';

const printedOf = (published: Published, instrument = later) =>
  figuresOf(published, instrument).areas.map(({ printed }) => printed);

/** Every question of the instrument, with the points of Røros 2017 but for those given. */
function publishedQuestions(over: Readonly<Record<string, number | null>> = {}): Published {
  const questions = finalisedEvaluation().areas.flatMap((area) => area.questions);
  return {
    knownBy: 'questions',
    questions: questions.map(({ id, tenths }) => ({ id, points: id in over ? over[id]! : tenths / 10 })),
  };
}

function refusalOf(published: Published, instrument: typeof later | undefined = later): unknown {
  try {
    return figuresOf(published, instrument);
  } catch (error) {
    if (error instanceof Rejected) return { code: error.code, ...error.detail };
    throw error;
  }
}

describe('a result known by its total', () => {
  it('has areas that are not known', () => {
    expect(figuresOf({ knownBy: 'total', total: 254 }, later)).toEqual({
      total: 254,
      areas: later.areas.map(({ id }) => ({ id, printed: null })),
      questions: [],
    });
  });

  it('has no areas at all where the file is not loaded, and no maximum', () => {
    expect(figuresOf({ knownBy: 'total', total: 1000 }, undefined)).toEqual({
      total: 1000,
      areas: [],
      questions: [],
    });
    expect(refusalOf({ knownBy: 'total', total: 801 })).toMatchObject({
      code: 'score-above-maximum',
      max: 800,
    });
  });
});

describe('a result known by areas', () => {
  it('adds up', () => {
    expect(printedOf(publishedAreas())).toEqual(areas2013);
    expect(figuresOf(publishedAreas(), later).total).toBe(254);
    expect(figuresOf(publishedAreas([0, 0, 0, 0, 0, 0, 0, 0]), later).total).toBe(0);
  });

  it('has no total while one of them is unknown, unless it was published', () => {
    const some = publishedAreas([25, 16, 38, 33, 27, 33, null, 56]);
    expect(figuresOf(some, later).total).toBeNull();
    expect(figuresOf({ ...some, total: 254 } as Published, later).total).toBe(254);
    expect(printedOf(publishedAreas([25]))).toEqual([25, null, null, null, null, null, null, null]);
  });

  it('does not contradict itself', () => {
    expect(refusalOf({ ...publishedAreas(), total: 257 } as Published)).toEqual({
      code: 'result-invalid',
      errors: [{ field: 'total', rule: 'sum-of-areas' }],
    });
    const twice = { id: '1', points: 25 };
    expect(refusalOf({ knownBy: 'areas', areas: [twice, twice] })).toEqual({
      code: 'result-invalid',
      errors: [{ field: 'areas.1.id', rule: 'unique' }],
    });
  });

  it('names areas of the instrument, any where its file is not loaded', () => {
    const ninth: Published = { knownBy: 'areas', areas: [{ id: 'ledelse', points: 80 }] };
    expect(refusalOf(ninth)).toMatchObject({ code: 'unknown-area', field: 'areas.0.id', value: 'ledelse' });
    expect(figuresOf(ninth, undefined)).toEqual({
      total: null,
      areas: [{ id: 'ledelse', printed: 80 }],
      questions: [],
    });
  });
});

describe('a result known by questions', () => {
  it('adds up as an evaluation does', () => {
    expect(figuresOf(publishedQuestions(), later)).toEqual(figuresOfEvaluation(evaluationAdopted().data));
    expect(printedOf(publishedQuestions())).toEqual([33, 38, 65, 57, 52, 43, 39, 69]);
  });

  it('does not know an area of which a question is unknown', () => {
    const figures = figuresOf(publishedQuestions({ '7.1': null }), later);
    expect(figures.areas[6]).toEqual({ id: '7', printed: null });
    expect(figures.total).toBeNull();
    expect(figures.questions).toContainEqual({ id: '7.1', points: null });
  });

  it('holds them against the instrument', () => {
    expect(refusalOf(publishedQuestions({ '7.5': 100 }))).toMatchObject({ code: 'score-above-maximum' });
    expect(refusalOf(publishedQuestions({ '7.5': 0.25 }))).toMatchObject({ code: 'points-not-in-tenths' });
    expect(refusalOf(publishedQuestions({ '7.5': -1 }))).toMatchObject({ code: 'points-negative' });
    const unknown: Published = { knownBy: 'questions', questions: [{ id: '9.9', points: 1 }] };
    expect(refusalOf(unknown)).toMatchObject({ code: 'unknown-question', value: '9.9' });
    expect(figuresOf(unknown, undefined)).toEqual({
      total: null,
      areas: [],
      questions: [{ id: '9.9', points: 10 }],
    });
  });
});
