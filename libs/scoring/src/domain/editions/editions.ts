import type { Instrument } from '@kompass/instrument';
import { Rejected, unreachable, type Recorded } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { unansweredRemarks } from '../fact-check/remarks.js';
import { demandComplete } from './completeness.js';
import type { CancelEvaluation, FinaliseEvaluation, ReopenEvaluation } from './editions.commands.js';
import type { EditionEvent } from './editions.events.js';

type Events = readonly EditionEvent[];

/**
 * From a draft once every remark is answered, from the work itself only where no fact check was asked for.
 *
 * @throws Rejected `draft-required`, `remarks-unanswered`, `incomplete`, with all that is missing
 */
export function finalise(_command: FinaliseEvaluation, state: Evaluation, instrument: Instrument): Events {
  if (state.status === 'open' && state.opened!.factCheck) throw new Rejected('draft-required');
  const unanswered = unansweredRemarks(state);
  if (unanswered.length > 0) {
    const errors = unanswered.map((id) => ({ field: `remark/${id}/answer`, rule: 'required' }));
    throw new Rejected('remarks-unanswered', { remarks: unanswered.length, errors });
  }
  demandComplete(state, instrument);
  return [{ type: 'EvaluationFinalised', data: { edition: state.edition, areas: areasOf(state) } }];
}

export function reopen({ reason }: ReopenEvaluation, state: Evaluation): Events {
  return [
    { type: 'EvaluationReopened', data: { edition: state.edition + 1, areas: areasOf(state), reason } },
  ];
}

export function cancel({ reason }: CancelEvaluation): Events {
  return [{ type: 'EvaluationCancelled', data: { reason } }];
}

function areasOf(state: Evaluation): readonly string[] {
  return state.opened!.areas.map(({ id }) => id);
}

/** Folds how the editions follow one another. */
export function evolveEditions(state: Evaluation, event: Recorded<EditionEvent>): Evaluation {
  switch (event.type) {
    case 'EvaluationFinalised':
      return { ...withoutDraft(state), status: 'finalised', finalisedEdition: event.data.edition };
    case 'EvaluationReopened':
      return { ...state, status: 'open', edition: event.data.edition };
    case 'EvaluationCancelled':
      return { ...withoutDraft(state), status: 'cancelled' };
    default:
      return unreachable(event);
  }
}

/** The draft has come to its end, whichever. */
export function withoutDraft({ draft: _ended, ...state }: Evaluation): Evaluation {
  return state;
}
