import { z } from 'zod';
import { route } from '../route.js';
import { changed, commandAnswer, partId, text } from '../values.js';
import { evaluationPath, ofEvaluation, tag } from './evaluation.values.js';

const params = z.strictObject({ ...ofEvaluation, areaId: partId });

export const roundRoutes = {
  submitArea: route({
    id: 'submitArea',
    method: 'POST',
    path: `${evaluationPath}/areas/{areaId}/submission`,
    summary:
      'Submit one’s proposals for all of a blind area: they are locked until it is revealed. The last submission reveals it.',
    tag,
    params,
    answer: z.strictObject({
      /** It was the last submission: everybody sees the proposals. */
      revealed: z.boolean(),
      ...commandAnswer,
    }),
    command: true,
  }),
  revealArea: route({
    id: 'revealArea',
    method: 'POST',
    path: `${evaluationPath}/areas/{areaId}/reveal`,
    summary: 'Reveal a blind area although somebody has not submitted.',
    tag,
    params,
    body: z.strictObject({ reason: text }),
    answer: changed,
    command: true,
  }),
};
