import { unreachable, type Passages } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';
import type { Remark } from '../../domain/fact-check/remarks.js';
import type { Slot } from '../../domain/slot.js';

/** One row a remark on a draft. Texts sealed. */
export interface RemarkRow {
  readonly evaluation_id: string;
  readonly remark_id: string;
  readonly revision: number;
  readonly remark: Slot<Remark>;
  readonly answer: Slot<Passages> | null;
  /** The slots that were changed because of it. */
  readonly changes: readonly { readonly slot: string; readonly revision: number }[];
}

export const remarkProjection: Projection<EvaluationEvent, RemarkRow, 'evaluation_id' | 'remark_id'> = {
  name: 'remark',
  table: 'remark',
  key: ['evaluation_id', 'remark_id'],
  columns: ['evaluation_id', 'remark_id', 'revision', 'remark', 'answer', 'changes'],
  catalogs: [evaluationCatalog],

  keysOf(event, { id: evaluation_id }) {
    return isOfRemarks(event) ? [{ evaluation_id, remark_id: event.data.remarkId }] : [];
  },

  project(row, event, { revision, at, actor: by }, key) {
    if (!isOfRemarks(event)) return row;
    switch (event.type) {
      case 'RemarkMade': {
        const { remarkId: _remarkId, ...value } = event.data;
        return { ...key, revision, remark: { value, revision, at, by }, answer: null, changes: [] };
      }
      case 'RemarkAnswered':
        return row && { ...row, answer: { value: event.data.text, revision, at, by } };
      case 'ScoreRevised': {
        const slot = `agreement/${event.data.indicator}`;
        return row && { ...row, changes: [...row.changes, { slot, revision }] };
      }
      default:
        return unreachable(event);
    }
  },
};

type RemarkEvent = Extract<EvaluationEvent, { readonly data: { readonly remarkId: string } }>;

/** What a remark is, and what comes of it. */
function isOfRemarks(event: EvaluationEvent): event is RemarkEvent {
  return 'remarkId' in event.data && event.data.remarkId !== undefined;
}
