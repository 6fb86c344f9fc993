import { integrationEvent } from '@kompass/contracts';
import type { Tenths } from '@kompass/kernel';
import type { Publication } from '@kompass/messaging';
import { figuresOfEvaluation } from './domain/figures.js';
import type { Result } from './domain/result.decider.js';
import { resultCatalog, type Figures, type ResultEvent } from './domain/result.events.js';

/** What reporting tells the other contexts: a result as it is now, its id as the key. */
export const resultPublication: Publication<Result, ResultEvent> = {
  catalog: resultCatalog,
  messages: {
    ResultRecorded: ({ data }, _state, envelope) =>
      integrationEvent('ResultRecorded', envelope, {
        ...aboutOf(data),
        knownBy: data.knownBy,
        total: { tenths: null, printed: data.total },
        areas: data.areas.map(({ id, printed }) => ({ id, tenths: null, printed })),
        questions: knownQuestions(data),
      }),
    EvaluationAdopted: ({ data }, _state, envelope) =>
      integrationEvent('ResultRecorded', envelope, {
        ...aboutOf(data),
        knownBy: 'questions',
        total: { ...data.total },
        areas: data.areas.map(({ id, tenths, printed }) => ({ id, tenths, printed })),
        questions: knownQuestions(figuresOfEvaluation(data)),
      }),
  },
};

function aboutOf({
  municipality,
  instrument: { id, version },
  evaluatedAt,
}: {
  readonly municipality: string;
  readonly instrument: { readonly id: string; readonly version: string };
  readonly evaluatedAt: string;
}) {
  return { municipality, instrument: { id, version }, evaluatedAt };
}

function knownQuestions({ questions }: Pick<Figures, 'questions'>): { id: string; tenths: Tenths }[] {
  return questions.flatMap(({ id, points }) => (points === null ? [] : [{ id, tenths: points }]));
}
