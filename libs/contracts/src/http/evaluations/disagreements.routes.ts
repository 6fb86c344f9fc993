import { z } from 'zod';
import { route } from '../route.js';
import { atLeast, partId, revision } from '../values.js';
import { evaluationPath, ofEvaluation, slot, tag } from './evaluation.values.js';

const disagreement = z
  .strictObject({
    indicator: partId,
    area: partId,
    question: partId,
    /** Highest possible. */
    max: z.number(),
    /** Between the highest and the lowest proposal. */
    difference: z.number(),
    mean: z.number(),
    proposals: z.array(slot),
    agreement: slot.nullable(),
  })
  .meta({ id: 'Disagreement' });

export const disagreementRoutes = {
  readDisagreements: route({
    id: 'readDisagreements',
    method: 'GET',
    path: `${evaluationPath}/disagreements`,
    summary:
      'The indicators on which the assessors differ, rationales side by side: by difference, then maximum, then id. Of a blind area nothing.',
    tag,
    params: z.strictObject(ofEvaluation),
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      /** Last revision this view has seen. */
      revision,
      items: z.array(disagreement),
    }),
  }),
};
