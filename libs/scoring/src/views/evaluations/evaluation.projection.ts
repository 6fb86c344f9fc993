import type { Projection } from '@kompass/read-store';
import { unreachable } from '@kompass/kernel';
import {
  evaluationCatalog,
  type EvaluationEvent,
  type EvaluationOpened,
} from '../../domain/evaluation.events.js';
import type { Status } from '../../domain/evaluation.js';

/** One row an evaluation: what it is about and where it is in its course. */
export interface EvaluationRow {
  readonly evaluation_id: string;
  readonly municipality: string;
  readonly head: Omit<EvaluationOpened['data'], 'municipality' | 'areas'>;
  readonly status: Exclude<Status, 'unopened'>;
  readonly edition: number;
  readonly finalised_edition: number;
  /** By account. */
  readonly assessors: Readonly<
    Record<string, { readonly lead: boolean; readonly indicators?: readonly string[] }>
  >;
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
    'finalised_edition',
    'assessors',
    'opened_at',
  ],
  catalogs: [evaluationCatalog],

  keysOf(event, { id }) {
    return event.type === 'ScoreProposed' || event.type === 'ScoreAgreed' ? [] : [{ evaluation_id: id }];
  },

  project(row, event, { id, at }) {
    if (event.type === 'EvaluationOpened') {
      const { municipality, areas: _areas, ...head } = event.data;
      const course = { status: 'open', edition: 1, finalised_edition: 0 } as const;
      return { evaluation_id: id, municipality, head, ...course, assessors: {}, opened_at: at };
    }
    if (!row) return undefined;
    switch (event.type) {
      case 'AssessorAssigned': {
        const { accountId, ...membership } = event.data;
        return { ...row, assessors: { ...row.assessors, [accountId]: membership } };
      }
      case 'AssessorReleased': {
        const { [event.data.accountId]: _released, ...assessors } = row.assessors;
        return { ...row, assessors };
      }
      case 'EvaluationFinalised':
        return { ...row, status: 'finalised', finalised_edition: event.data.edition };
      case 'EvaluationReopened':
        return { ...row, status: 'open', edition: event.data.edition };
      case 'ScoreProposed':
      case 'ScoreAgreed':
        return row;
      default:
        return unreachable(event);
    }
  },
};
