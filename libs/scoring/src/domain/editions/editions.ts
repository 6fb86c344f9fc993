import { indexOf, type Instrument } from '@kompass/instrument';
import { Rejected, unreachable, type Recorded } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { uncoveredAreas } from '../interviews/interviews.js';
import { slotsOf } from '../scores/slots.js';
import type { FinaliseEvaluation, ReopenEvaluation } from './editions.commands.js';
import type { EditionEvent } from './editions.events.js';

type Events = readonly EditionEvent[];

export function finalise(_command: FinaliseEvaluation, state: Evaluation, instrument: Instrument): Events {
  const unagreed = [...indexOf(instrument).indicators.keys()].filter((id) => !slotsOf(state, id).agreement);
  const uncovered = uncoveredAreas(state, instrument);
  const errors = [
    ...unagreed.map((id) => ({ field: `agreement/${id}`, rule: 'required' })),
    ...uncovered.map(({ id, has, wants }) => ({
      field: `coverage/${id}`,
      rule: 'interviews-required',
      has,
      wants,
    })),
  ];
  if (errors.length > 0)
    throw new Rejected('incomplete', { indicators: unagreed.length, areas: uncovered.length, errors });
  return [{ type: 'EvaluationFinalised', data: { edition: state.edition, areas: areasOf(state) } }];
}

export function reopen({ reason }: ReopenEvaluation, state: Evaluation): Events {
  return [
    { type: 'EvaluationReopened', data: { edition: state.edition + 1, areas: areasOf(state), reason } },
  ];
}

function areasOf(state: Evaluation): readonly string[] {
  return state.opened!.areas.map(({ id }) => id);
}

/** Folds how the editions follow one another. */
export function evolveEditions(state: Evaluation, event: Recorded<EditionEvent>): Evaluation {
  switch (event.type) {
    case 'EvaluationFinalised':
      return { ...state, status: 'finalised', finalisedEdition: event.data.edition };
    case 'EvaluationReopened':
      return { ...state, status: 'open', edition: event.data.edition };
    default:
      return unreachable(event);
  }
}
