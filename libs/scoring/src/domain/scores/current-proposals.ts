import { own, type Tenths } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import type { Membership } from '../opening/opening.js';
import type { Slot } from '../slot.js';
import { slotsOf, type IndicatorSlots, type Proposal } from './slots.js';

export interface CurrentProposal extends Slot<Proposal> {
  readonly assessor: string;
}

/** Whether an assessor is to judge an indicator: all of them, unless assigned to some only. */
export function judges({ indicators }: Membership, indicator: string): boolean {
  return indicators === undefined || indicators.includes(indicator);
}

/** The proposals that count: those of the assessors who are assigned to the indicator now. */
export function currentProposals(state: Evaluation, indicator: string): readonly CurrentProposal[] {
  const { proposals } = slotsOf(state, indicator);
  return Object.entries(proposals).flatMap(([assessor, slot]) => {
    const membership = own(state.assessors, assessor);
    return membership && judges(membership, indicator) ? [{ ...slot, assessor }] : [];
  });
}

/**
 * What a rule agrees on (http.md): the current proposals where all assessors assigned to the indicator, at least
 * two, have one, `undefined` otherwise.
 */
export function completeProposals(
  state: Evaluation,
  indicator: string,
): readonly CurrentProposal[] | undefined {
  const assigned = Object.values(state.assessors).filter((membership) =>
    judges(membership, indicator),
  ).length;
  const proposals = currentProposals(state, indicator);
  return assigned >= 2 && proposals.length === assigned ? proposals : undefined;
}

/** How far the highest and the lowest of some proposals are apart, in tenths. */
export function spread(points: readonly Tenths[]): Tenths {
  return Math.max(...points) - Math.min(...points);
}

/** The highest revision among all slots of an indicator: what `basedOn` of an agreement refers to. -1 for none. */
export function lastRevisionOf({ proposals, agreement }: IndicatorSlots): number {
  return Math.max(-1, agreement?.revision ?? -1, ...Object.values(proposals).map(({ revision }) => revision));
}
