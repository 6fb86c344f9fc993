import { languages } from '@kompass/kernel';
import { z } from 'zod';

/** Id of an aggregate, an account or a part of the instrument. */
export const id = z.string().min(1).max(200);

/** `2017`, `2017-09` or `2017-09-14`. */
export const partialDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

/** Days a fact holds, both inclusive; a missing end is open. */
export const period = { from: partialDate.optional(), to: partialDate.optional() };

export const language = z.enum(languages);

/** Something in one or more languages. */
export const localised = z.partialRecord(language, z.string().min(1));

/** Points in integer tenths. */
export const tenths = z.int().nonnegative();

/** Whole points as a report prints them. */
export const printed = z.int().nonnegative();

/** As `z.json()`, with a name in the description. */
const json: z.ZodType<z.core.util.JSONType> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
  )
  .meta({ id: 'Json' });

/** A whole JSON document, passed on as it is. */
export const document = z.record(z.string(), json);
