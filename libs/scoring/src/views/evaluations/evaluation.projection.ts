import type { Projection } from '@kompass/read-store';
import { unreachable } from '@kompass/kernel';
import { isEditionEvent, type EditionEvent } from '../../domain/editions/editions.events.js';
import { isFactCheckEvent, type FactCheckEvent } from '../../domain/fact-check/fact-check.events.js';
import { isOpeningEvent, type OpeningEvent } from '../../domain/opening/opening.events.js';
import {
  evaluationCatalog,
  type EvaluationEvent,
  type EvaluationOpened,
} from '../../domain/evaluation.events.js';
import type { Evaluation, Status } from '../../domain/evaluation.js';

/** One row an evaluation: what it is about and where it is in its course. */
export interface EvaluationRow {
  readonly evaluation_id: string;
  readonly municipality: string;
  readonly head: Omit<EvaluationOpened['data'], 'municipality' | 'areas'>;
  readonly status: Exclude<Status, 'unopened'>;
  readonly edition: number;
  /** What the municipality checks, while it does. */
  readonly draft: { readonly deadline: string } | null;
  readonly assessors: Evaluation['assessors'];
  /** The last finalised edition, and who had assessed it: what everybody reads, also while it is reopened. */
  readonly finalised: {
    readonly edition: number;
    readonly revision: number;
    readonly assessors: Evaluation['assessors'];
  } | null;
  readonly opened_at: string;
}

export const evaluationProjection: Projection<EvaluationEvent, EvaluationRow, 'evaluation_id'> = {
  name: 'evaluation',
  table: 'evaluation',
  key: ['evaluation_id'],
  columns: [
    'evaluation_id',
    'municipality',
    'head',
    'status',
    'edition',
    'draft',
    'assessors',
    'finalised',
    'opened_at',
  ],
  catalogs: [evaluationCatalog],

  keysOf(event, { id }) {
    return isOfCourse(event) ? [{ evaluation_id: id }] : [];
  },

  project(row, event, { id, at, revision }) {
    if (event.type === 'EvaluationOpened') {
      const { municipality, areas: _areas, ...head } = event.data;
      const course = { status: 'open', edition: 1, draft: null, assessors: {}, finalised: null } as const;
      return { evaluation_id: id, municipality, head, ...course, opened_at: at };
    }
    if (!row || !isOfCourse(event)) return row;
    switch (event.type) {
      case 'AssessorAssigned': {
        const { accountId, ...membership } = event.data;
        return { ...row, assessors: { ...row.assessors, [accountId]: membership } };
      }
      case 'AssessorReleased': {
        const { [event.data.accountId]: _released, ...assessors } = row.assessors;
        return { ...row, assessors };
      }
      case 'EvaluationFinalised': {
        const { edition } = event.data;
        const { assessors } = row;
        return { ...row, status: 'finalised', draft: null, finalised: { edition, revision, assessors } };
      }
      case 'DraftIssued':
        return { ...row, status: 'draft', draft: { deadline: event.data.deadline } };
      case 'DraftWithdrawn':
        return { ...row, status: 'open', draft: null };
      case 'EvaluationCancelled':
        return { ...row, status: 'cancelled', draft: null };
      case 'RemarkMade':
      case 'RemarkAnswered':
        return row;
      case 'EvaluationReopened':
        return { ...row, status: 'open', edition: event.data.edition };
      default:
        return unreachable(event);
    }
  },
};

function isOfCourse(event: EvaluationEvent): event is OpeningEvent | FactCheckEvent | EditionEvent {
  return isOpeningEvent(event) || isFactCheckEvent(event) || isEditionEvent(event);
}
