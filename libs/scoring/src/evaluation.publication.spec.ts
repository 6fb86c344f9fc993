import { describe, expect, it } from '@jest/globals';
import { recorded, type Given } from '@kompass/testing';
import {
  allAgreed,
  evaluationFinalised,
  evaluationReopened,
  instrument,
  scoreAgreed,
  underWay,
} from './domain/evaluation.fixtures.js';
import type { EvaluationEvent } from './domain/evaluation.events.js';
import { evolve, unopened } from './domain/evaluation.js';
import { evaluationPublication } from './evaluation.publication.js';

/** The message of the last of these events. */
function lastMessage(...events: Given<EvaluationEvent>[]) {
  const all = recorded<EvaluationEvent>(...events);
  const state = all.reduce(evolve, unopened);
  const last = all.at(-1)!;
  const envelope = {
    key: 'roros-2017',
    version: last.meta.revision,
    time: last.meta.at,
    correlationId: 'c',
    causationId: 'e',
  };
  return evaluationPublication.messages[last.type]?.(last as never, state, envelope);
}

describe('what scoring publishes', () => {
  it('tells of a finalisation with all agreed scores, added up as the report prints them', () => {
    const message = lastMessage(
      ...underWay,
      ...allAgreed(),
      scoreAgreed({ points: 3 }),
      evaluationFinalised(),
    );
    const { total, areas } = message!.data as {
      total: object;
      areas: { id: string; questions: { id: string }[] }[];
    };
    expect(total).toEqual({ tenths: 8000 - 57, printed: 794 });
    expect(areas[0]).toMatchObject({ id: '1', tenths: 943, printed: 94 });
    const order = instrument.areas.map(({ id, questions }) => ({
      id,
      questions: questions.map((question) => question.id),
    }));
    expect(
      areas.map(({ id, questions }) => ({ id, questions: questions.map((question) => question.id) })),
    ).toEqual(order);
  });

  it('tells who assesses and that an edition no longer holds', () => {
    expect(lastMessage(...underWay)).toMatchObject({
      type: 'AssessorAssigned',
      data: {
        assessors: [
          { accountId: 'lead', lead: true },
          { accountId: 'assessor', lead: false },
        ],
      },
    });
    const reopened = lastMessage(...underWay, ...allAgreed(), evaluationFinalised(), evaluationReopened());
    expect(reopened).toMatchObject({ type: 'EvaluationReopened', data: { edition: 1 } });
  });

  it('never tells of a single score', () => {
    expect(lastMessage(...underWay, scoreAgreed())).toBeUndefined();
  });
});
