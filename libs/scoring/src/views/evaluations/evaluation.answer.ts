import type { Evaluation as ShownEvaluation } from '@kompass/contracts';
import type { Membership } from '../../domain/evaluation.js';
import type { Reading } from '../access/reading.query.js';
import type { EvaluationRow } from './evaluation.projection.js';

/** What is shown of an evaluation, wherever it comes from: the view, or a replay. */
export type EvaluationFacts = Omit<EvaluationRow, 'opened_at'> & { readonly revision: number };

/** An evaluation as the interface shows it: who reads what is published sees the last finalised edition, marked. */
export function shownEvaluation(facts: EvaluationFacts, reading: Reading): ShownEvaluation {
  const {
    evaluation_id: id,
    revision,
    municipality,
    head,
    status,
    edition,
    finalised_edition,
    assessors,
  } = facts;
  const { reportNumber, ...about } = head;
  const reopened = reading === 'published' && status === 'open';
  return {
    id,
    revision,
    state: reopened ? 'finalised' : status,
    edition: reopened ? finalised_edition : edition,
    reopened,
    municipality,
    ...about,
    reportNumber: reportNumber ?? null,
    assessors: Object.entries(assessors).map(([accountId, membership]) =>
      shownAssessor(accountId, membership),
    ),
  };
}

function shownAssessor(
  accountId: string,
  { lead, indicators }: Membership,
): ShownEvaluation['assessors'][number] {
  return { accountId, lead, indicators: indicators ? [...indicators] : null };
}
