import { indicatorOf, meanHalfUp, type Instrument } from '@kompass/instrument';
import { own, type Tenths } from '@kompass/kernel';
import type { Evaluation } from '../../domain/evaluation.js';
import { judges, spread } from '../../domain/scores/current-proposals.js';
import type { IndicatorScoreRow } from './indicator-score.projection.js';

/** An indicator on which the assessors differ. Tenths. */
export interface Disagreement {
  readonly row: IndicatorScoreRow;
  readonly max: Tenths;
  /** How far the highest and the lowest proposal are apart. */
  readonly difference: Tenths;
  readonly mean: Tenths;
}

/** Of these indicators, those whose current proposals differ; ranked by difference, then maximum, then id (http.md). */
export function disagreementsIn(
  rows: readonly IndicatorScoreRow[],
  assessors: Evaluation['assessors'],
  instrument: Instrument,
): readonly Disagreement[] {
  return rows
    .flatMap((whole): Disagreement[] => {
      const row = withCurrent(whole, assessors);
      const points = Object.values(row.proposals).map(({ value }) => value.points);
      if (points.length < 2 || spread(points) === 0) return [];
      const { maxTenths } = indicatorOf(instrument, row.indicator).indicator;
      return [{ row, max: maxTenths, difference: spread(points), mean: meanHalfUp(points) }];
    })
    .sort(
      (a, b) =>
        b.difference - a.difference ||
        b.max - a.max ||
        a.row.indicator.localeCompare(b.row.indicator, 'en', { numeric: true }),
    );
}

/** Without the proposals of those who are not to judge the indicator (any more). */
function withCurrent(row: IndicatorScoreRow, assessors: Evaluation['assessors']): IndicatorScoreRow {
  const current = Object.entries(row.proposals).filter(([assessor]) => {
    const membership = own(assessors, assessor);
    return membership && judges(membership, row.indicator);
  });
  return { ...row, proposals: Object.fromEntries(current) };
}
