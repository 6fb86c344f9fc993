import { unreachable, type Recorded } from '@kompass/kernel';
import { evolveEditions } from './editions/editions.js';
import type { EvaluationEvent, EvaluationOpened } from './evaluation.events.js';
import { evolveInterviews, type Interview } from './interviews/interviews.js';
import { evolveOpening, type Membership } from './opening/opening.js';
import { evolveScores, type IndicatorSlots } from './scores/slots.js';

/** Where an evaluation is in its course. */
export type Status = 'unopened' | 'open' | 'finalised';

export interface Evaluation {
  readonly status: Status;
  readonly opened?: EvaluationOpened['data'];
  /** The edition being worked on, or the one finalised; 1 until the first reopening. */
  readonly edition: number;
  /** The last edition that was finalised, 0 while there is none. */
  readonly finalisedEdition: number;
  /** Assigned now, by account. */
  readonly assessors: Readonly<Record<string, Membership>>;
  /** By indicator; nothing for one of which nothing was said. */
  readonly indicators: Readonly<Record<string, IndicatorSlots>>;
  /** By their id in scheduling. */
  readonly interviews: Readonly<Record<string, Interview>>;
}

export const unopened: Evaluation = {
  status: 'unopened',
  edition: 0,
  finalisedEdition: 0,
  assessors: {},
  indicators: {},
  interviews: {},
};

/** Folds one event; never refuses. */
export function evolve(state: Evaluation, event: Recorded<EvaluationEvent>): Evaluation {
  switch (event.type) {
    case 'EvaluationOpened':
    case 'AssessorAssigned':
    case 'AssessorReleased':
      return evolveOpening(state, event);
    case 'ScoreProposed':
    case 'ScoreAgreed':
      return evolveScores(state, event);
    case 'EvaluationFinalised':
    case 'EvaluationReopened':
      return evolveEditions(state, event);
    case 'InterviewNoted':
    case 'InterviewStruck':
      return evolveInterviews(state, event);
    default:
      return unreachable(event);
  }
}
