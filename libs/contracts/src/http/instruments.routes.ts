import { z } from 'zod';
import { route } from './route.js';
import { atLeast, commandAnswer, instrumentVersion, revision } from './values.js';

const tag = 'Instruments';

/** Hex SHA-256 of the document as canonical JSON. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A whole file; what it must hold is checked by the instrument's own rules (422 `instrument-invalid`). */
const document = z.record(z.string(), z.unknown());

const described = { ...instrumentVersion.shape, digest };

export const instrumentRoutes = {
  listInstruments: route({
    id: 'listInstruments',
    method: 'GET',
    path: '/v1/instruments',
    summary: 'The versions of the instrument that are loaded.',
    tag,
    query: z.strictObject(atLeast),
    answer: z.strictObject({ items: z.array(z.strictObject({ ...described, revision })) }),
  }),
  publishInstrument: route({
    id: 'publishInstrument',
    method: 'POST',
    path: '/v1/instruments',
    summary: 'Load a version of the instrument, and crosswalks from earlier versions to it.',
    tag,
    body: z.strictObject({ instrument: document, crosswalks: z.array(document).max(20).default([]) }),
    status: 201,
    answer: z.strictObject({ ...described, ...commandAnswer }),
    command: true,
  }),
  readInstrument: route({
    id: 'readInstrument',
    method: 'GET',
    path: '/v1/instruments/{id}/{version}',
    summary: 'A version of the instrument, whole, with its crosswalks.',
    tag,
    params: z.strictObject(instrumentVersion.shape),
    query: z.strictObject(atLeast),
    answer: z.strictObject({ ...described, revision, instrument: document, crosswalks: z.array(document) }),
  }),
};
