import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { isEditionEvent, type EditionEvent } from '../../domain/editions/editions.events.js';
import { isFactCheckEvent, type FactCheckEvent } from '../../domain/fact-check/fact-check.events.js';
import { isOpeningEvent, type OpeningEvent } from '../../domain/opening/opening.events.js';
import { isRoundEvent, type RoundEvent } from '../../domain/rounds/rounds.events.js';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';

/** One row an evaluation: who may read it. */
export interface AccessRow {
  readonly evaluation_id: string;
  readonly municipality: string;
  /** Accounts assigned now. */
  readonly members: readonly string[];
  /** Once finalised, an evaluation stays published, also while it is reopened. */
  readonly published: boolean;
  /** The municipality checks the draft. */
  readonly draft: boolean;
  readonly blind: boolean;
  /** By area that is revealed, the revision at which it was. */
  readonly revealed: Readonly<Record<string, number>>;
}

export const accessProjection: Projection<EvaluationEvent, AccessRow, 'evaluation_id'> = {
  name: 'access',
  table: 'access',
  key: ['evaluation_id'],
  columns: ['evaluation_id', 'municipality', 'members', 'published', 'draft', 'blind', 'revealed'],
  catalogs: [evaluationCatalog],

  keysOf(event, { id }) {
    return isOfAccess(event) ? [{ evaluation_id: id }] : [];
  },

  project(row, event, { id, revision }) {
    if (!isOfAccess(event)) return row;
    switch (event.type) {
      case 'EvaluationOpened': {
        const { municipality, blind } = event.data;
        return {
          evaluation_id: id,
          municipality,
          members: [],
          published: false,
          draft: false,
          blind,
          revealed: {},
        };
      }
      case 'AssessorAssigned':
        return row && { ...row, members: [...row.members, event.data.accountId].sort() };
      case 'AssessorReleased':
        return row && { ...row, members: row.members.filter((member) => member !== event.data.accountId) };
      case 'EvaluationFinalised':
        return row && { ...row, published: true, draft: false };
      case 'DraftIssued':
        return row && { ...row, draft: true };
      case 'DraftWithdrawn':
      case 'EvaluationCancelled':
        return row && { ...row, draft: false };
      case 'AreaRevealed':
        return row && { ...row, revealed: { ...row.revealed, [event.data.area]: revision } };
      case 'AreaSubmitted':
      case 'EvaluationReopened':
      case 'RemarkMade':
      case 'RemarkAnswered':
        return row;
      default:
        return unreachable(event);
    }
  },
};

function isOfAccess(
  event: EvaluationEvent,
): event is OpeningEvent | RoundEvent | FactCheckEvent | EditionEvent {
  return isOpeningEvent(event) || isRoundEvent(event) || isFactCheckEvent(event) || isEditionEvent(event);
}
