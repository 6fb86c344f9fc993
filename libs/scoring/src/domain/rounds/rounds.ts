import { areaOf, type Instrument } from '@kompass/instrument';
import { own, Rejected, unreachable, type Recorded } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { slotsOf } from '../scores/slots.js';
import { isRevealed, roundOf, type Round } from './round.js';
import type { RevealArea, SubmitArea } from './rounds.commands.js';
import type { AreaRevealed, RoundEvent } from './rounds.events.js';

type Events = readonly RoundEvent[];

/** @throws Rejected `proposals-missing`, with every indicator of the area that its author has not proposed */
export function submit({ by, area }: SubmitArea, state: Evaluation, instrument: Instrument): Events {
  const missing = areaOf(instrument, area)
    .questions.flatMap(({ indicators }) => indicators)
    .filter(({ id }) => !own(slotsOf(state, id).proposals, by));
  if (missing.length > 0) {
    const errors = missing.map(({ id }) => ({ field: `proposal/${id}`, rule: 'required' }));
    throw new Rejected('proposals-missing', { area, indicators: missing.length, errors });
  }
  const submitted = [...roundOf(state, area).submittedBy, by];
  const last = blindAssessors(state).every((assessor) => submitted.includes(assessor));
  return [{ type: 'AreaSubmitted', data: { area, assessor: by } }, ...(last ? [areaRevealed(area)] : [])];
}

/** The lead ends the round of an area before all have submitted. */
export function reveal({ area, reason }: RevealArea): Events {
  return [areaRevealed(area, reason)];
}

/** The areas for which nobody but the one who leaves was waited for: they are revealed when they leave. */
export function revealedByLeaving(leaver: string, state: Evaluation): readonly AreaRevealed[] {
  const left = blindAssessors(state).filter((assessor) => assessor !== leaver);
  const { areas } = state.opened!;
  return areas
    .filter(({ id }) => !isRevealed(state, id) && left.length > 0)
    .filter(({ id }) => left.every((assessor) => roundOf(state, id).submittedBy.includes(assessor)))
    .map(({ id }) => areaRevealed(id));
}

/** Folds who has submitted, and what is revealed. */
export function evolveRounds(state: Evaluation, event: Recorded<RoundEvent>): Evaluation {
  const { area } = event.data;
  const round = roundOf(state, area);
  switch (event.type) {
    case 'AreaSubmitted':
      return withRound(state, area, { ...round, submittedBy: [...round.submittedBy, event.data.assessor] });
    case 'AreaRevealed':
      return withRound(state, area, { ...round, revealed: event.meta.revision });
    default:
      return unreachable(event);
  }
}

/** Who is waited for: a second opinion never is. */
function blindAssessors({ assessors }: Evaluation): readonly string[] {
  return Object.entries(assessors).flatMap(([accountId, { indicators }]) => (indicators ? [] : [accountId]));
}

function areaRevealed(area: string, reason?: AreaRevealed['data']['reason']): AreaRevealed {
  return { type: 'AreaRevealed', data: { area, ...(reason ? { reason } : {}) } };
}

function withRound(state: Evaluation, area: string, round: Round): Evaluation {
  return { ...state, rounds: { ...state.rounds, [area]: round } };
}
