import { describe, expect, it } from '@jest/globals';
import { fold } from '@kompass/read-store';
import { recorded } from '@kompass/testing';
import type { EvaluationEvent } from '../../domain/evaluation.events.js';
import { instrument, scoreAgreed, scoreProposed, underWay } from '../../domain/evaluation.fixtures.js';
import { disagreementsIn } from './disagreements.query.js';
import { indicatorScoreProjection } from './indicator-score.projection.js';

const assessors = { lead: { lead: true }, assessor: { lead: false } };

function rowsOf(...events: readonly EvaluationEvent[]) {
  return fold(indicatorScoreProjection, 'evaluation-roros-2017', recorded(...underWay, ...events));
}

/** Both propose, so many tenths. */
function both(indicator: string, lead: number, assessor: number) {
  return [
    scoreProposed({ indicator, points: lead }),
    scoreProposed({ indicator, assessor: 'assessor', points: assessor }),
  ];
}

describe('disagreements', () => {
  it('rank by difference, then by what the indicator gives, then by its id', () => {
    const rows = rowsOf(
      ...both('1.1.2', 10, 12),
      ...both('1.1.1', 10, 12),
      ...both('8.7.3', 1, 9),
      ...both('8.7.2', 5, 5),
    );
    const max = (id: string) =>
      instrument.areas
        .flatMap(({ questions }) => questions.flatMap(({ indicators }) => indicators))
        .find((indicator) => indicator.id === id)!.maxTenths;
    const close = ['1.1.1', '1.1.2'].sort((a, b) => max(b) - max(a) || (a < b ? -1 : 1));
    const found = disagreementsIn(rows, assessors, instrument);
    expect(found.map(({ row }) => row.indicator)).toEqual(['8.7.3', ...close]);
    expect(found[0]).toMatchObject({ difference: 8, mean: 5, max: max('8.7.3') });
  });

  it('stay when they are agreed on, with the agreement', () => {
    const [found] = disagreementsIn(
      rowsOf(...both('1.1.1', 10, 20), scoreAgreed({ points: 15 })),
      assessors,
      instrument,
    );
    expect(found!.row.agreement).toMatchObject({ revision: 5, value: { points: 15 } });
  });

  it('are among those who judge the indicator now', () => {
    const rows = rowsOf(...both('1.1.1', 10, 20));
    expect(disagreementsIn(rows, { lead: assessors.lead }, instrument)).toEqual([]);
    const elsewhere = { ...assessors, assessor: { lead: false, indicators: ['1.1.2'] } };
    expect(disagreementsIn(rows, elsewhere, instrument)).toEqual([]);
  });
});
