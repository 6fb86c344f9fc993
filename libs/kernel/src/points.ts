import { Rejected } from './rejected.js';

/** Points as integer tenths: 7.5 points are 75. The only form in which points are stored and added. */
export type Tenths = number;

/**
 * Tenths from points as JSON shows them (at most one decimal).
 *
 * @param field the field named in the refusal
 * @throws Rejected `points-not-in-tenths` for two decimals or more, `points-negative` below 0
 */
export function tenthsOf(points: number, field = 'points'): Tenths {
  const tenths = Math.round(points * 10);
  if (
    !Number.isSafeInteger(tenths) ||
    Math.abs(points * 10 - tenths) > 1e-9 * Math.max(1, Math.abs(tenths))
  ) {
    throw new Rejected('points-not-in-tenths', { field, value: points });
  }
  if (tenths < 0) throw new Rejected('points-negative', { field, value: points });
  return tenths === 0 ? 0 : tenths;
}

/** Points as JSON shows them: 75 tenths are 7.5. Unknown stays unknown. */
export function pointsOf(tenths: Tenths): number;
export function pointsOf(tenths: Tenths | null): number | null;
export function pointsOf(tenths: Tenths | null): number | null {
  return tenths === null ? null : tenths / 10;
}

/**
 * An integer quotient rounded half up; both arguments non-negative integers, `divisor` above 0.
 * Half up is the rounding the report is printed with (domain: 39.4 → 39, 64.5 → 65).
 */
export function roundHalfUp(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor));
}

/** Whole points as an area is printed: the sum in tenths rounded half up. */
export function printedPoints(tenths: Tenths): number {
  return roundHalfUp(tenths, 10);
}

/** Sum of what is known, `null` while nothing is. */
export function sumKnown(values: Iterable<Tenths | null>): Tenths | null {
  let sum: Tenths | null = null;
  for (const value of values) if (value !== null) sum = (sum ?? 0) + value;
  return sum;
}
