import { z } from 'zod';
import { document, id, localised, partialDate, period } from './fields.js';

/** Compacted reference data of the register; the key is the municipality's id or the instrument's digest. */
export const registerMessages = {
  MunicipalityChanged: z
    .object({
      country: z.string().regex(/^[A-Z]{2}$/),
      names: localised,
      numbers: z
        .array(z.object({ number: z.string().min(1), ...period }))
        .describe('Official numbers with the days they are valid.'),
      groups: z
        .array(z.object({ kind: z.string().min(1), key: z.string().min(1), ...period }))
        .describe('Population and KOSTRA groups with the days the municipality belongs to them.'),
      successors: z.array(z.object({ id, from: partialDate })).describe('What it became part of.'),
    })
    .describe('A municipality as it is now.'),
  InstrumentPublished: z
    .object({ id, version: z.string().min(1), document, crosswalks: z.array(document) })
    .describe('A version of the instrument, whole, with its crosswalks to earlier versions.'),
};
