import { describe, expect, it } from '@jest/globals';
import { fold } from '@kompass/read-store';
import { recorded, type Given } from '@kompass/testing';
import type { ResultEvent } from '../domain/result.events.js';
import {
  evaluationAdopted,
  recordingSuperseded,
  resultRecorded,
  resultReopened,
  sealedText,
} from '../domain/result.fixtures.js';
import { longitudinalProjection } from './longitudinal/longitudinal.projection.js';
import { resultProjection } from './result/result.projection.js';

const stream = 'result-roros-2017';
const results = (...events: Given<ResultEvent>[]) => fold(resultProjection, stream, recorded(...events));
const seriesOf = (...events: Given<ResultEvent>[]) =>
  fold(longitudinalProjection, stream, recorded(...events));

describe('results', () => {
  it('show what was recorded', () => {
    expect(fold(resultProjection, 'result-roros-2013', recorded<ResultEvent>(resultRecorded()))).toEqual([
      {
        result_id: 'roros-2013',
        revision: 0,
        municipality: 'roros',
        year: 2013,
        instrument: 'kommunekompasset',
        version: '2.0',
        evaluated_at: '2013-12',
        known_by: 'areas',
        origin: 'recorded',
        edition: null,
        reopened: false,
        total: 254,
        areas: resultRecorded().data.areas,
        questions: [],
        source: sealedText(),
      },
    ]);
  });

  it('show what an evaluation was finalised with', () => {
    const [row] = results(evaluationAdopted());
    expect(row).toMatchObject({ origin: 'evaluation', known_by: 'questions', edition: 1, reopened: false });
    expect(row).toMatchObject({ total: 396, year: 2017, source: null });
    expect(row!.areas[6]).toEqual({ id: '7', printed: 39 });
    expect(row!.questions).toHaveLength(45);
    expect(row!.questions[0]).toEqual({ id: '1.1', points: 75 });
  });

  it('keep the last finalised edition, marked, until the next', () => {
    expect(results(evaluationAdopted(), resultReopened())[0]).toMatchObject({
      revision: 1,
      edition: 1,
      reopened: true,
    });
    const total = { tenths: 4000, printed: 400 };
    const next = evaluationAdopted({ edition: 2, total });
    expect(results(evaluationAdopted(), resultReopened(), next)[0]).toMatchObject({
      edition: 2,
      reopened: false,
      total: 400,
    });
  });

  it('know of a reopening that was heard of first', () => {
    expect(results(resultReopened())).toEqual([]);
    expect(results(resultReopened(), evaluationAdopted({ reopened: true }))[0]).toMatchObject({
      reopened: true,
    });
  });

  it('show the evaluation where something was recorded under its id', () => {
    const rows = results(resultRecorded(), resultReopened(), recordingSuperseded(), evaluationAdopted());
    expect(rows).toEqual([expect.objectContaining({ origin: 'evaluation', edition: 1, source: null })]);
    expect(results(resultRecorded(), resultReopened())[0]).toMatchObject({ revision: 1, reopened: false });
  });
});

describe('the series of a municipality', () => {
  it('is in time order, whatever came first', () => {
    const later = seriesOf(evaluationAdopted());
    const [row] = fold(
      longitudinalProjection,
      'result-roros-2013',
      recorded<ResultEvent>(resultRecorded()),
      later,
    );
    expect(row!.municipality).toBe('roros');
    expect(row!.series.map(({ id, origin, total }) => [id, origin, total])).toEqual([
      ['roros-2013', 'recorded', 254],
      ['roros-2017', 'evaluation', 396],
    ]);
    expect(row!.series[1]!.instrument).toEqual({ id: 'kommunekompasset', version: '2.1' });
  });

  it('has every result once, in its last edition', () => {
    const total = { tenths: 4000, printed: 400 };
    const [row] = seriesOf(evaluationAdopted(), resultReopened(), evaluationAdopted({ edition: 2, total }));
    expect(row!.series.map((entry) => entry.total)).toEqual([400]);
  });

  it('loses what an evaluation of another municipality took the place of', () => {
    const events = [
      resultRecorded({ municipality: 'tynset' }),
      recordingSuperseded('tynset'),
      evaluationAdopted(),
    ];
    expect(seriesOf(...events)).toEqual([expect.objectContaining({ municipality: 'roros' })]);
    const beside = fold(
      longitudinalProjection,
      'result-tynset-2013',
      recorded<ResultEvent>(resultRecorded({ municipality: 'tynset' })),
    );
    const rows = fold(longitudinalProjection, stream, recorded<ResultEvent>(...events), beside);
    expect(rows.map(({ municipality, series }) => [municipality, series.map(({ id }) => id)])).toEqual([
      ['tynset', ['tynset-2013']],
      ['roros', ['roros-2017']],
    ]);
  });
});
