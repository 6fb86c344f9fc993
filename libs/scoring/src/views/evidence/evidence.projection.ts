import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
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
    switch (event.type) {
      case 'InterviewNoted':
      case 'InterviewStruck':
        return [{ evaluation_id: id, evidence_id: event.data.interviewId }];
      case 'EvaluationOpened':
      case 'AssessorAssigned':
      case 'AssessorReleased':
      case 'ScoreProposed':
      case 'ScoreAgreed':
      case 'EvaluationFinalised':
      case 'EvaluationReopened':
        return [];
      default:
        return unreachable(event);
    }
  },

  project(row, event, { revision }, key) {
    switch (event.type) {
      case 'InterviewNoted': {
        const { group: group_key, areas, heldAt: held_at } = event.data;
        return { ...key, kind: 'interview', group_key, areas, held_at, revision };
      }
      case 'InterviewStruck':
        return undefined;
      case 'EvaluationOpened':
      case 'AssessorAssigned':
      case 'AssessorReleased':
      case 'ScoreProposed':
      case 'ScoreAgreed':
      case 'EvaluationFinalised':
      case 'EvaluationReopened':
        return row;
      default:
        return unreachable(event);
    }
  },
};
