import { z } from 'zod';
import { document, id, localised, partialDate, period } from './fields.js';

/** Compacted reference data of the register; the key is the municipality's id or the instrument's digest. */
export const registerMessages = {
  /** A municipality as it is now. */
  MunicipalityChanged: z.object({
    country: z.string().regex(/^[A-Z]{2}$/),
    names: localised,
    /** Official numbers with the days they are valid. */
    numbers: z.array(z.object({ number: z.string().min(1), ...period })),
    /** Population and KOSTRA groups with the days the municipality belongs to them. */
    groups: z.array(z.object({ kind: z.string().min(1), key: z.string().min(1), ...period })),
    /** What it became part of. */
    successors: z.array(z.object({ id, from: partialDate })),
  }),
  /** A version of the instrument, whole, with its crosswalks to earlier versions. */
  InstrumentPublished: z.object({
    id,
    version: z.string().min(1),
    document,
    crosswalks: z.array(document),
  }),
};
