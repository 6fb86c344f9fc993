import { describe, expect, it } from '@jest/globals';
import { fold } from '@kompass/read-store';
import { recorded } from '@kompass/testing';
import type { EvaluationEvent } from '../../domain/evaluation.events.js';
import {
  assessorAssigned,
  evaluationFinalised,
  evaluationReopened,
  underWay,
} from '../../domain/evaluation.fixtures.js';
import { publishedEvaluation } from './evaluation.answer.js';
import { evaluationProjection } from './evaluation.projection.js';

function publishedAfter(...events: readonly EvaluationEvent[]) {
  const [row] = fold(evaluationProjection, 'evaluation-roros-2017', recorded(...underWay, ...events));
  return publishedEvaluation(row!);
}

describe('what everybody reads of an evaluation', () => {
  it('is nothing before it is finalised', () => {
    expect(publishedAfter()).toBeUndefined();
  });

  it('is the last finalised edition, and nothing of the work on the next', () => {
    const published = publishedAfter(evaluationFinalised());
    expect(published).toMatchObject({ state: 'finalised', edition: 1, revision: 3, reopened: false });
    expect(published!.assessors.map(({ accountId }) => accountId)).toEqual(['lead', 'assessor']);
    const worked = [evaluationFinalised(), evaluationReopened(), assessorAssigned('third')];
    expect(publishedAfter(...worked)).toEqual({ ...published, reopened: true });
    expect(publishedAfter(...worked, evaluationFinalised(2))).toMatchObject({
      edition: 2,
      revision: 6,
      reopened: false,
      assessors: [{}, {}, { accountId: 'third' }],
    });
  });
});
