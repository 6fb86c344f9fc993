import { z } from 'zod';
import { problem } from '../problem.js';
import { route } from '../route.js';
import { atLeast, changed, commandAnswer, enteredPoints, partId, revision, slug, text } from '../values.js';
import { evaluationPath, levels, ofEvaluation, slot, tag } from './evaluation.values.js';

const params = z.strictObject({ ...ofEvaluation, indicatorId: partId });

const basedOn = revision.optional();

const proposal = {
  levels: levels.optional(),
  /** Follow from the levels where absent. */
  points: enteredPoints.optional(),
  /** Missing it breaks a rule of the method (422), not the shape. */
  rationale: text.optional(),
  evidenceIds: z.array(slug).max(100).default([]),
  /** Revision at which its author saw their own slot. */
  basedOn,
};

export const scoreRoutes = {
  readIndicator: route({
    id: 'readIndicator',
    method: 'GET',
    path: `${evaluationPath}/indicators/{indicatorId}`,
    summary: 'Every slot of an indicator that the reader may see: where `basedOn` comes from.',
    tag,
    params,
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      indicator: partId,
      /** Last revision this view has seen. */
      revision,
      slots: z.array(slot),
      /** A proposal came after the agreement, which stands. */
      changedSinceAgreed: z.boolean(),
    }),
  }),
  proposeScore: route({
    id: 'proposeScore',
    method: 'POST',
    path: `${evaluationPath}/indicators/{indicatorId}/proposals`,
    summary: 'Propose points for an indicator, into one’s own slot.',
    tag,
    params,
    body: z.strictObject(proposal),
    status: 201,
    answer: changed,
    command: true,
  }),
  proposeScores: route({
    id: 'proposeScores',
    method: 'POST',
    path: `${evaluationPath}/proposals`,
    summary: 'Propose points for many indicators; each item is accepted or refused on its own.',
    tag,
    params: z.strictObject(ofEvaluation),
    body: z.strictObject({
      items: z
        .array(z.strictObject({ indicator: partId, ...proposal }))
        .min(1)
        .max(500),
    }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          index: z.int().nonnegative(),
          status: z.enum(['accepted', 'refused']),
          revision: revision.optional(),
          problem: problem.optional(),
        }),
      ),
      ...commandAnswer,
    }),
    command: true,
  }),
  agreeScore: route({
    id: 'agreeScore',
    method: 'PUT',
    path: `${evaluationPath}/indicators/{indicatorId}/agreement`,
    summary: 'Agree on the points of an indicator.',
    tag,
    params,
    body: z.strictObject({
      points: enteredPoints,
      /** Needed unless every current proposal equals the points. */
      rationale: text.optional(),
      /** The remark that leads to it: a draft changes only in answer to one. */
      remarkId: slug.optional(),
      /** Highest revision among all slots of the indicator as its author saw them; missing it is 422. */
      basedOn,
    }),
    answer: changed,
    command: true,
  }),
  agreeArea: route({
    id: 'agreeArea',
    method: 'POST',
    path: `${evaluationPath}/areas/{areaId}/agreements`,
    summary:
      'Agree by a rule on every indicator of an area where the proposals are equal, or close enough for their mean.',
    tag,
    params: z.strictObject({ ...ofEvaluation, areaId: partId }),
    body: z.strictObject({ rule: z.enum(['equal', 'within']) }),
    answer: z.strictObject({
      /** The indicators that were agreed on by it. */
      agreed: z.array(partId),
      ...commandAnswer,
    }),
    command: true,
  }),
};
