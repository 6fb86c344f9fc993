import { integrationEvent, type DataOf } from '@kompass/contracts';
import { printedTotal } from '@kompass/instrument';
import { printedPoints, type Tenths } from '@kompass/kernel';
import type { Publication } from '@kompass/messaging';
import { evaluationCatalog, type EvaluationEvent } from './domain/evaluation.events.js';
import type { Evaluation } from './domain/evaluation.js';

/** What scoring tells the other contexts: the transitions of an evaluation, never a proposal. */
export const evaluationPublication: Publication<Evaluation, EvaluationEvent> = {
  catalog: evaluationCatalog,
  messages: {
    EvaluationOpened: (_event, state, envelope) =>
      integrationEvent('EvaluationOpened', envelope, headOf(state)),
    AssessorAssigned: (_event, state, envelope) =>
      integrationEvent('AssessorAssigned', envelope, { assessors: assessorsOf(state) }),
    AssessorReleased: (_event, state, envelope) =>
      integrationEvent('AssessorReleased', envelope, { assessors: assessorsOf(state) }),
    EvaluationFinalised: ({ data: { edition } }, state, envelope) =>
      integrationEvent('EvaluationFinalised', envelope, { ...headOf(state), edition, ...figuresOf(state) }),
    EvaluationReopened: (_event, state, envelope) =>
      integrationEvent('EvaluationReopened', envelope, { edition: state.finalisedEdition }),
  },
};

function headOf(state: Evaluation): DataOf<'EvaluationOpened'> {
  const { areas: _areas, ...head } = state.opened!;
  return head;
}

function assessorsOf({ assessors }: Evaluation): DataOf<'AssessorAssigned'>['assessors'] {
  return Object.entries(assessors).map(([accountId, { lead }]) => ({ accountId, lead }));
}

type Figures = Pick<DataOf<'EvaluationFinalised'>, 'total' | 'areas'>;
type Question = Figures['areas'][number]['questions'][number];

/** The agreed scores by area and question, added up; in the order of the ids. */
function figuresOf(state: Evaluation): Figures {
  const byArea = new Map<string, Map<string, Question['indicators']>>();
  for (const { id } of state.opened!.areas) byArea.set(id, new Map());
  const spokenOf = Object.entries(state.indicators).sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  for (const [id, { place, agreement }] of spokenOf) {
    if (!place || !agreement) continue;
    const questions = byArea.get(place.area)!;
    questions.set(place.question, [
      ...(questions.get(place.question) ?? []),
      { id, tenths: agreement.value.points },
    ]);
  }
  const areas = [...byArea].map(([id, byQuestion]) => {
    const questions = [...byQuestion].map(([question, indicators]): Question => ({
      id: question,
      tenths: sum(indicators),
      indicators,
    }));
    const tenths = sum(questions);
    return { id, tenths, printed: printedPoints(tenths), questions };
  });
  return { total: { tenths: sum(areas), printed: printedTotal(areas.map(({ tenths }) => tenths))! }, areas };
}

function sum(parts: readonly { readonly tenths: Tenths }[]): Tenths {
  return parts.reduce((total, { tenths }) => total + tenths, 0);
}
