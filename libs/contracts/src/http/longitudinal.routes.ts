import { z } from 'zod';
import { route } from './route.js';
import { rule } from './rules.js';
import {
  atLeast,
  instrumentVersion,
  municipalityId,
  municipalityNumber,
  partId,
  printed,
  slug,
  text,
  wholeNumber,
} from './values.js';

/** How far two figures may be put beside each other. */
const comparability = z.enum(['same', 'changed', 'not-comparable']).meta({ id: 'Comparability' });

const year = wholeNumber.meta({ type: 'integer', examples: [2013] });

const side = z.strictObject({
  evaluationId: slug,
  year: z.int(),
  instrument: instrumentVersion,
  total: printed,
});

/** Printed points; a change is the difference of printed figures, `null` where one is unknown or they are not comparable. */
const compared = { from: printed, to: printed, change: z.int().nullable(), comparability };

const comparison = z
  .strictObject({
    municipality: municipalityId,
    from: side,
    to: side,
    change: z.int().nullable(),
    comparability,
    areas: z.array(z.strictObject({ id: partId, ...compared })),
    questions: z.array(
      z.strictObject({
        id: partId,
        /** The questions of either version that belong together. */
        ids: z.strictObject({ from: z.array(partId), to: z.array(partId) }),
        from: z.number().nullable(),
        to: z.number().nullable(),
        change: z.number().nullable(),
        comparability,
        note: text.nullable(),
      }),
    ),
  })
  .meta({ id: 'Comparison' });

export const longitudinalRoutes = {
  compareYears: route({
    id: 'compareYears',
    method: 'GET',
    path: '/v1/municipalities/{number}/longitudinal',
    summary: 'Two years of a municipality side by side, by area and question, with how comparable they are.',
    tag: 'Results',
    params: z.strictObject({ number: municipalityNumber }),
    query: z
      .strictObject({
        from: year.optional().meta({ description: 'Without it the last year before `to`.' }),
        to: year.optional().meta({ description: 'Without it the last year.' }),
        ...atLeast,
      })
      .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
        ...rule('period-ends-before-it-begins'),
        path: ['to'],
      }),
    answer: comparison,
  }),
};
