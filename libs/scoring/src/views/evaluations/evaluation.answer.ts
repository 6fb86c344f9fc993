import type { Evaluation as ShownEvaluation } from '@kompass/contracts';
import type { EvaluationRow } from './evaluation.projection.js';

/** What is shown of an evaluation, wherever it comes from: the view, or a replay. */
export type EvaluationFacts = Omit<EvaluationRow, 'finalised' | 'opened_at'> & { readonly revision: number };

/** An evaluation as the interface shows it to those who work on it or look over their shoulders. */
export function shownEvaluation(facts: EvaluationFacts): ShownEvaluation {
  const { evaluation_id: id, revision, municipality, head, status, edition, draft, assessors } = facts;
  const { reportNumber, ...about } = head;
  return {
    id,
    revision,
    state: status,
    edition,
    reopened: false,
    draft,
    municipality,
    ...about,
    reportNumber: reportNumber ?? null,
    assessors: Object.entries(assessors).map(([accountId, { lead, indicators }]) => ({
      accountId,
      lead,
      indicators: indicators ? [...indicators] : null,
    })),
  };
}

/** What everybody reads of it: the last finalised edition, marked while it is worked on again; nothing before the first. */
export function publishedEvaluation({ finalised, ...facts }: EvaluationRow): ShownEvaluation | undefined {
  if (!finalised) return undefined;
  const reopened = facts.status !== 'finalised';
  return { ...shownEvaluation({ ...facts, ...finalised, status: 'finalised', draft: null }), reopened };
}
