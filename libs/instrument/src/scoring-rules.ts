import type { Tenths } from '@kompass/kernel';
import { printedPoints, Rejected, roundHalfUp } from '@kompass/kernel';
import type { FieldError } from './field-errors.js';
import type { Indicator, Level, Levels, Rules } from './instrument.js';

/**
 * The levels of one indicator as a proposal gives them.
 *
 * @throws Rejected `levels-invalid` with all `errors: [{ field, rule }]` unless every criterion of the indicator,
 *   and no other, has a level from 0 to 4
 */
export function levelsOf(levels: Readonly<Record<string, number>>, indicator: Indicator): Levels {
  const wanted = new Set(Object.keys(indicator.weights));
  const errors: FieldError[] = [];
  for (const [criterion, level] of Object.entries(levels)) {
    const field = `levels.${criterion}`;
    if (!wanted.delete(criterion)) errors.push({ field, rule: 'unknown-criterion' });
    else if (!isLevel(level)) errors.push({ field, rule: 'level-0-to-4' });
  }
  for (const missing of wanted) errors.push({ field: `levels.${missing}`, rule: 'required' });
  if (errors.length > 0) throw new Rejected('levels-invalid', { errors });
  return levels as Levels;
}

/**
 * Points of a proposal that gives levels only: Σ weight × level × maximum ÷ 400, half up to a tenth
 * (weights are percent, 4 is the highest level: 100 × 4 = 400).
 */
export function pointsFromLevels(indicator: Indicator, levels: Levels): Tenths {
  const met = Object.entries(indicator.weights).reduce(
    (sum, [criterion, weight]) => sum + weight * (levels[criterion] ?? 0),
    0,
  );
  return roundHalfUp(met * indicator.maxTenths, 400);
}

/** Mean of at least one proposal, half up to a tenth: 7.5 and 7.6 are 7.6. */
export function meanHalfUp(proposals: readonly Tenths[]): Tenths {
  if (proposals.length === 0) throw new RangeError('the mean of nothing');
  return roundHalfUp(
    proposals.reduce((sum, points) => sum + points, 0),
    proposals.length,
  );
}

/**
 * The total as it is printed: the sum of the printed areas, not of their tenths; `null` until all areas are known.
 * Source: KS-K rapport 19/2017, whose areas 33 38 65 57 52 43 39 69 make its 396.
 */
export function printedTotal(areas: readonly (Tenths | null)[]): number | null {
  let total = 0;
  for (const area of areas) {
    if (area === null) return null;
    total += printedPoints(area);
  }
  return total;
}

/** How the points of an area are read. */
export type Band = 'high' | 'middling' | 'low';

/** The band of an area's printed points. Source: the report's reading, 50 and more high, 35 to 49 middling. */
export function bandOf(printed: number, { bands }: Rules): Band {
  if (printed >= bands.high) return 'high';
  return printed >= bands.middling ? 'middling' : 'low';
}

/** What is odd about a proposal: it is kept with the proposal and changes nothing. */
export type Warning = 'points-without-levels' | 'points-without-evidence';

/**
 * Warnings of a proposal of more than 0 points: all its levels are 0 (what is not there earns nothing), or it names
 * no evidence where the instrument says `evidence: warn` (what is not documented earns nothing).
 */
export function warningsOf(
  proposal: { points: Tenths; levels?: Levels; evidenceIds: readonly string[] },
  rules: Rules,
): readonly Warning[] {
  const { points, levels, evidenceIds } = proposal;
  if (points === 0) return [];
  const warnings: Warning[] = [];
  if (levels && Object.values(levels).every((level) => level === 0)) warnings.push('points-without-levels');
  if (rules.evidence === 'warn' && evidenceIds.length === 0) warnings.push('points-without-evidence');
  return warnings;
}

function isLevel(level: number): level is Level {
  return Number.isInteger(level) && level >= 0 && level <= 4;
}
