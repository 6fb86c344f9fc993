import type { Indicator } from '@kompass/instrument';
import { own, Rejected, tenthsOf, type Tenths } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { judges } from './current-proposals.js';

/** Who was called in for a second opinion judges, and agrees on, these indicators only. @throws Rejected `indicator-not-assigned` */
export function judging(by: string, state: Evaluation, { id }: Indicator): void {
  if (!judges(own(state.assessors, by)!, id)) throw new Rejected('indicator-not-assigned', { value: id });
}

/** @throws Rejected `points-not-in-tenths`, `points-negative`, `score-above-maximum` */
export function pointsWithin({ maxTenths }: Indicator, entered: number): Tenths {
  const points = tenthsOf(entered);
  if (points > maxTenths)
    throw new Rejected('score-above-maximum', { field: 'points', value: entered, max: maxTenths / 10 });
  return points;
}
