import { own } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';

/** The blind round of an area: who is done, and since when everybody sees everything. */
export interface Round {
  readonly submittedBy: readonly string[];
  /** Revision of the reveal. */
  readonly revealed?: number;
}

/**
 * An area as it is to one member: `blind` while they still propose, `submitted` once they are done and others are not,
 * `waiting` for a second opinion, which begins when it is `revealed`.
 */
export type Phase = 'blind' | 'submitted' | 'waiting' | 'revealed';

const untouched: Round = { submittedBy: [] };

/** How far the blind round of an area has come. */
export function roundOf(state: Evaluation, area: string): Round {
  return own(state.rounds, area) ?? untouched;
}

/** Whether everybody sees the proposals of an area; always, where an evaluation is not blind. */
export function isRevealed(state: Evaluation, area: string): boolean {
  return !state.opened?.blind || roundOf(state, area).revealed !== undefined;
}

/** What an area is to a member. */
export function phaseOf(state: Evaluation, area: string, by: string): Phase {
  if (isRevealed(state, area)) return 'revealed';
  if (own(state.assessors, by)?.indicators) return 'waiting';
  return roundOf(state, area).submittedBy.includes(by) ? 'submitted' : 'blind';
}
