import { z } from 'zod';
import { id, partialDate, printed, tenths } from './fields.js';

/** What is not known is `null`, never 0. */
const figure = { tenths: tenths.nullable(), printed: printed.nullable() };

/** What reporting tells; the key is the result's id. */
export const reportingMessages = {
  ResultRecorded: z
    .object({
      municipality: id,
      instrument: z.object({ id, version: z.string().min(1) }),
      evaluatedAt: partialDate,
      knownBy: z.enum(['total', 'areas', 'questions']),
      total: z.object(figure),
      areas: z.array(z.object({ id, ...figure })),
      questions: z.array(z.object({ id, tenths })),
    })
    .describe('A municipality’s result in one year, known by its total, by areas or by questions.'),
};
