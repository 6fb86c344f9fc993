import { z } from 'zod';
import { route } from './route.js';
import {
  atLeast,
  created,
  enteredPoints,
  instrumentVersion,
  municipalityId,
  municipalityRef,
  partialDate,
  partId,
  points,
  printed,
  revision,
  shownText,
  slug,
  text,
} from './values.js';

const tag = 'Results';

/** Whole points as they were published, `null` where they were not. */
const published = z.int().min(0).max(10_000);

const knownTotal = published;
const knownAreas = z
  .array(z.strictObject({ id: partId, points: published.nullable() }))
  .min(1)
  .max(50);
const knownQuestions = z
  .array(z.strictObject({ id: partId, points: enteredPoints.nullable() }))
  .min(1)
  .max(500);

const about = {
  id: slug.optional(),
  municipality: municipalityRef,
  instrument: instrumentVersion,
  evaluatedAt: partialDate,
  source: text,
};

const result = z
  .strictObject({
    id: slug,
    revision,
    municipality: municipalityId,
    instrument: instrumentVersion,
    evaluatedAt: partialDate,
    knownBy: z.enum(['total', 'areas', 'questions']),
    /** Recorded by hand, or what an evaluation was finalised with. */
    origin: z.enum(['recorded', 'evaluation']),
    /** Of the evaluation. */
    edition: z.int().positive().nullable(),
    /** The evaluation is being worked on again: this is its last finalised edition. */
    reopened: z.boolean(),
    total: printed,
    areas: z.array(z.strictObject({ id: partId, points: printed })),
    questions: z.array(z.strictObject({ id: partId, points })),
    source: shownText.nullable(),
  })
  .meta({ id: 'Result' });

export const resultRoutes = {
  listResults: route({
    id: 'listResults',
    method: 'GET',
    path: '/v1/results',
    summary: 'What is known of every municipality and year.',
    tag,
    query: z.strictObject(atLeast),
    answer: z.strictObject({ items: z.array(result) }),
  }),
  recordResult: route({
    id: 'recordResult',
    method: 'POST',
    path: '/v1/results',
    summary: 'Record a result that was not evaluated here, known by its total, its areas or its questions.',
    tag,
    body: z.discriminatedUnion('knownBy', [
      z.strictObject({ ...about, knownBy: z.literal('total'), total: knownTotal }),
      z.strictObject({
        ...about,
        knownBy: z.literal('areas'),
        areas: knownAreas,
        total: knownTotal.optional(),
      }),
      z.strictObject({ ...about, knownBy: z.literal('questions'), questions: knownQuestions }),
    ]),
    status: 201,
    answer: created,
    command: true,
  }),
  readResult: route({
    id: 'readResult',
    method: 'GET',
    path: '/v1/results/{id}',
    summary: 'A result: recorded, or of a finalised evaluation of the same id.',
    tag,
    params: z.strictObject({ id: slug }),
    query: z.strictObject(atLeast),
    answer: result,
  }),
};
