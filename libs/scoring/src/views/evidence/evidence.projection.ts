import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { isInterviewEvent } from '../../domain/interviews/interviews.events.js';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';

/** One row an interview that took place: evidence of the areas it covers. */
export interface EvidenceRow {
  readonly evaluation_id: string;
  readonly evidence_id: string;
  readonly kind: 'interview';
  readonly group_key: string;
  readonly areas: readonly string[];
  readonly held_at: string;
  /** Where the evaluation heard of it. */
  readonly revision: number;
}

export const evidenceProjection: Projection<EvaluationEvent, EvidenceRow, 'evaluation_id' | 'evidence_id'> = {
  name: 'evidence',
  table: 'evidence',
  key: ['evaluation_id', 'evidence_id'],
  columns: ['evaluation_id', 'evidence_id', 'kind', 'group_key', 'areas', 'held_at', 'revision'],
  catalogs: [evaluationCatalog],

  keysOf(event, { id }) {
    return isInterviewEvent(event) ? [{ evaluation_id: id, evidence_id: event.data.interviewId }] : [];
  },

  project(row, event, { revision }, key) {
    if (!isInterviewEvent(event)) return row;
    switch (event.type) {
      case 'InterviewNoted': {
        const { group: group_key, areas, heldAt: held_at } = event.data;
        return { ...key, kind: 'interview', group_key, areas, held_at, revision };
      }
      case 'InterviewStruck':
        return undefined;
      default:
        return unreachable(event);
    }
  },
};
