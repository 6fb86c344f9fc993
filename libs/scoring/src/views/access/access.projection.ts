import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { isEditionEvent } from '../../domain/editions/editions.events.js';
import { isOpeningEvent } from '../../domain/opening/opening.events.js';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';

/** One row an evaluation: who may read it. */
export interface AccessRow {
  readonly evaluation_id: string;
  readonly municipality: string;
  /** Accounts assigned now. */
  readonly members: readonly string[];
  /** Once finalised, an evaluation stays published, also while it is reopened. */
  readonly published: boolean;
}

export const accessProjection: Projection<EvaluationEvent, AccessRow, 'evaluation_id'> = {
  name: 'access',
  table: 'access',
  key: ['evaluation_id'],
  columns: ['evaluation_id', 'municipality', 'members', 'published'],
  catalogs: [evaluationCatalog],

  keysOf(event, { id }) {
    return isOpeningEvent(event) || isEditionEvent(event) ? [{ evaluation_id: id }] : [];
  },

  project(row, event, { id }) {
    if (!isOpeningEvent(event) && !isEditionEvent(event)) return row;
    switch (event.type) {
      case 'EvaluationOpened':
        return { evaluation_id: id, municipality: event.data.municipality, members: [], published: false };
      case 'AssessorAssigned':
        return row && { ...row, members: [...row.members, event.data.accountId].sort() };
      case 'AssessorReleased':
        return row && { ...row, members: row.members.filter((member) => member !== event.data.accountId) };
      case 'EvaluationFinalised':
        return row && { ...row, published: true };
      case 'EvaluationReopened':
        return row;
      default:
        return unreachable(event);
    }
  },
};
