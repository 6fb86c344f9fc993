import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';
import { isScoreEvent } from '../../domain/scores/scores.events.js';
import type { Agreement, IndicatorSlots, Proposal } from '../../domain/scores/slots.js';
import type { Slot } from '../../domain/slot.js';

/** One row an indicator of which anything was said: what stands in its slots. Points in tenths, texts sealed. */
export interface IndicatorScoreRow {
  readonly evaluation_id: string;
  readonly indicator: string;
  readonly area: string;
  readonly question: string;
  /** By account. */
  readonly proposals: IndicatorSlots['proposals'];
  readonly agreement: Slot<Agreement> | null;
}

export const indicatorScoreProjection: Projection<
  EvaluationEvent,
  IndicatorScoreRow,
  'evaluation_id' | 'indicator'
> = {
  name: 'indicator-score',
  table: 'indicator_score',
  key: ['evaluation_id', 'indicator'],
  columns: ['evaluation_id', 'indicator', 'area', 'question', 'proposals', 'agreement'],
  catalogs: [evaluationCatalog],

  keysOf(event, { id: evaluation_id }) {
    return isScoreEvent(event) ? [{ evaluation_id, indicator: event.data.indicator }] : [];
  },

  project(row, event, { revision, at, actor: by }, key) {
    if (!isScoreEvent(event)) return row;
    const { area, question } = event.data;
    const before = row ?? { ...key, area, question, proposals: {}, agreement: null };
    switch (event.type) {
      case 'ScoreProposed': {
        const { area: _area, question: _question, indicator: _indicator, assessor, ...value } = event.data;
        const proposal: Slot<Proposal> = { value, revision, at, by };
        return { ...before, proposals: { ...before.proposals, [assessor]: proposal } };
      }
      case 'ScoreAgreed': {
        const { points, rationale, rule } = event.data;
        const value = { points, ...(rationale ? { rationale } : {}), ...(rule ? { rule } : {}) };
        return { ...before, agreement: { value, revision, at, by } };
      }
      case 'ScoreRevised': {
        const { area: _area, question: _question, indicator: _indicator, standsOn: _, ...value } = event.data;
        return { ...before, agreement: { value, revision, at, by } };
      }
      default:
        return unreachable(event);
    }
  },
};
