import { z } from 'zod';
import { route } from '../route.js';
import { atLeast, revision } from '../values.js';
import { evaluationPath, evidence, ofEvaluation, tag } from './evaluation.values.js';

export const evidenceRoutes = {
  listEvidence: route({
    id: 'listEvidence',
    method: 'GET',
    path: `${evaluationPath}/evidence`,
    summary: 'What the evaluation stands on: the interviews that took place, by time.',
    tag,
    params: z.strictObject(ofEvaluation),
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      /** Last revision this view has seen. */
      revision,
      items: z.array(evidence),
    }),
  }),
};
