import { unreachable, type Recorded } from '@kompass/kernel';
import { evolveEditions } from './editions/editions.js';
import type { EvaluationEvent, EvaluationOpened } from './evaluation.events.js';
import { evolveFactCheck } from './fact-check/fact-check.js';
import type { Remark } from './fact-check/remarks.js';
import { evolveInterviews, type Interview } from './interviews/interviews.js';
import { evolveOpening, type Membership } from './opening/opening.js';
import type { Round } from './rounds/round.js';
import { evolveRounds } from './rounds/rounds.js';
import type { Slot } from './slot.js';
import { evolveScores, type IndicatorSlots } from './scores/slots.js';

/** Where an evaluation is in its course. */
export type Status = 'unopened' | 'open' | 'draft' | 'finalised' | 'cancelled';

export interface Evaluation {
  readonly status: Status;
  readonly opened?: EvaluationOpened['data'];
  /** The edition being worked on, or the one finalised; 1 until the first reopening. */
  readonly edition: number;
  /** The last edition that was finalised, 0 while there is none. */
  readonly finalisedEdition: number;
  /** What the municipality checks, while it does: until when it may remark (ISO 8601). */
  readonly draft?: { readonly deadline: string };
  /** By their id, of every draft there was. */
  readonly remarks: Readonly<Record<string, Slot<Remark>>>;
  /** Assigned now, by account. */
  readonly assessors: Readonly<Record<string, Membership>>;
  /** By area; nothing for one that is untouched. */
  readonly rounds: Readonly<Record<string, Round>>;
  /** By indicator; nothing for one of which nothing was said. */
  readonly indicators: Readonly<Record<string, IndicatorSlots>>;
  /** By their id in scheduling. */
  readonly interviews: Readonly<Record<string, Interview>>;
}

export const unopened: Evaluation = {
  status: 'unopened',
  edition: 0,
  finalisedEdition: 0,
  remarks: {},
  assessors: {},
  rounds: {},
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
    case 'AreaSubmitted':
    case 'AreaRevealed':
      return evolveRounds(state, event);
    case 'ScoreProposed':
    case 'ScoreAgreed':
    case 'ScoreRevised':
      return evolveScores(state, event);
    case 'EvaluationFinalised':
    case 'EvaluationReopened':
    case 'EvaluationCancelled':
      return evolveEditions(state, event);
    case 'DraftIssued':
    case 'DraftWithdrawn':
    case 'RemarkMade':
    case 'RemarkAnswered':
      return evolveFactCheck(state, event);
    case 'PassageErased':
      return state;
    case 'InterviewNoted':
    case 'InterviewStruck':
      return evolveInterviews(state, event);
    default:
      return unreachable(event);
  }
}
