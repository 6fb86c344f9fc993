import { indicatorOf, type Instrument } from '@kompass/instrument';
import { own, Rejected, unreachable, type Recorded } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import type { AreaRevealed } from '../rounds/rounds.events.js';
import { revealedByLeaving } from '../rounds/rounds.js';
import type { AssignAssessor, OpenEvaluation, ReleaseAssessor } from './opening.commands.js';
import type { OpeningEvent } from './opening.events.js';

export interface Membership {
  readonly lead: boolean;
  readonly indicators?: readonly string[];
}

type Events = readonly (OpeningEvent | AreaRevealed)[];

export function open({ type: _type, ...command }: OpenEvaluation, instrument: Instrument): Events {
  const areas = instrument.areas.map(({ id, questions }) => ({
    id,
    indicators: questions.reduce((sum, { indicators }) => sum + indicators.length, 0),
  }));
  return [{ type: 'EvaluationOpened', data: { ...command, areas } }];
}

export function assign(
  command: AssignAssessor,
  state: Evaluation,
  instrument: Instrument,
  { isAssessor, boundTo }: { readonly isAssessor: boolean | undefined; readonly boundTo: string | undefined },
): Events {
  const { accountId, lead, indicators } = command;
  const named = { field: 'accountId', value: accountId };
  if (isAssessor === undefined) throw new Rejected('not-yet-known', named);
  if (!isAssessor) throw new Rejected('no-assessor', named);
  if (boundTo !== undefined && boundTo === state.opened?.municipality)
    throw new Rejected('conflict-of-interest', named);
  if (own(state.assessors, accountId)) throw new Rejected('already-assigned', named);
  if (lead && Object.values(state.assessors).some((membership) => membership.lead)) {
    throw new Rejected('lead-taken', { field: 'lead' });
  }
  for (const indicator of indicators ?? []) indicatorOf(instrument, indicator);
  return [{ type: 'AssessorAssigned', data: { accountId, lead, ...(indicators ? { indicators } : {}) } }];
}

export function release({ accountId }: ReleaseAssessor, state: Evaluation): Events {
  if (!own(state.assessors, accountId)) throw new Rejected('assessor-unknown', { accountId });
  return [{ type: 'AssessorReleased', data: { accountId } }, ...revealedByLeaving(accountId, state)];
}

/** Folds what an evaluation is about and who assesses it. */
export function evolveOpening(state: Evaluation, event: Recorded<OpeningEvent>): Evaluation {
  switch (event.type) {
    case 'EvaluationOpened':
      return { ...state, status: 'open', opened: event.data, edition: 1 };
    case 'AssessorAssigned': {
      const { accountId, lead, indicators } = event.data;
      const membership: Membership = { lead, ...(indicators ? { indicators } : {}) };
      return { ...state, assessors: { ...state.assessors, [accountId]: membership } };
    }
    case 'AssessorReleased': {
      const { [event.data.accountId]: _released, ...assessors } = state.assessors;
      return { ...state, assessors };
    }
    default:
      return unreachable(event);
  }
}
