import { languages, partialDateOf } from '@kompass/kernel';
import { z } from 'zod';
import { rule } from './rules.js';

/** Id of an account, a municipality, a result or an evaluation. */
export const slug = z
  .string()
  .regex(/^[a-z0-9-]{3,64}$/, rule('wrong-format'))
  .meta({ id: 'Slug', description: 'Lower-case letters, digits and hyphens; also a UUID.' });

/** Id of a municipality: not to be confused with its official number. */
export const municipalityId = slug.refine((id) => !/^\d{4}$/.test(id), rule('number-as-id'));

/** Official number: four digits in Norway, `SE-1444` in Sweden (the codes collide). */
export const municipalityNumber = z
  .string()
  .regex(/^(?:SE-)?\d{4}$/, rule('not-a-municipality-number'))
  .meta({ id: 'MunicipalityNumber', description: 'Four digits (Norway) or `SE-1444` (Sweden).' });

/** A municipality by its id or by any number it has or had. */
export const municipalityRef = z
  .string()
  .regex(/^(?:[a-z0-9-]{3,64}|SE-\d{4})$/, rule('wrong-format'))
  .meta({ id: 'MunicipalityRef', description: 'Id of a municipality, or a number it has or had.' });

/** Id of an area, question or indicator of an instrument: `5.6.2`. */
export const partId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, rule('wrong-format'));

/** Names a version of an instrument; its file need not be loaded. */
export const instrumentVersion = z
  .strictObject({
    id: slug,
    version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,15}$/, rule('wrong-format')),
  })
  .meta({ id: 'InstrumentVersion', examples: [{ id: 'kommunekompasset', version: '2.1' }] });

/** One line or more of text: not blank, without NUL and lone surrogates, which PostgreSQL does not take. */
const passage = z
  .string()
  .max(20_000)
  .regex(/\S/, rule('not-blank'))
  .regex(/^[^\0\p{Surrogate}]*$/u, rule('no-control-characters'));

/** Text of one line, maybe empty. */
export function lineOf(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[^\p{Control}\p{Surrogate}]*$/u, rule('no-control-characters'));
}

/** A name, a title, a source: one short line. */
export const line = lineOf(200).regex(/\S/, rule('not-blank'));

export const language = z.enum(languages);

function inLanguages<S extends z.ZodType<string>>(schema: S) {
  return z
    .strictObject({
      nb: schema.optional(),
      nn: schema.optional(),
      sv: schema.optional(),
      en: schema.optional(),
    })
    .refine((text) => languages.some((each) => text[each] !== undefined), rule('at-least-one-language'));
}

/** A free text in at least one language. */
export const text = inLanguages(passage).meta({
  id: 'Text',
  description: 'Free text in at least one language, none blank.',
});

/** A free text as it is shown: of a passage that was erased only its digest is left. */
export const shownText = z
  .partialRecord(language, z.union([z.string(), z.strictObject({ erased: z.string() })]))
  .meta({ id: 'ShownText', description: 'Free text by language; an erased passage shows its digest.' });

/** A name in at least one language. */
export const names = inLanguages(line).meta({ id: 'Names' });

/**
 * Points as entered: at most one decimal and none below 0, which is a rule of the method (422) and not of the shape.
 */
export const enteredPoints = z
  .number()
  .meta({ description: 'Points, at most one decimal.', examples: [7.5] });

/** Points as shown: at most one decimal; unknown is `null`, never 0. */
export const points = z.number().nullable();

/** Whole points as a report prints them, `null` where not (all) known. */
export const printed = z.int().nonnegative().nullable();

/** Place of an event in its stream, from 0 on. */
export const revision = z.int().nonnegative();

/** Place of an event in the whole log: what `atLeast` takes. */
export const position = z
  .string()
  .regex(/^\d{1,20}-\d{1,20}$/, rule('wrong-format'))
  .meta({ id: 'Position', examples: ['4711-4711'] });

/** A day, or as much of it as is known: `2017`, `2017-09`, `2017-09-14`. */
export const partialDate = z
  .string()
  .refine(isPartialDate, rule('date-unreadable'))
  .meta({ id: 'PartialDate', pattern: String.raw`^\d{4}(-\d{2}(-\d{2})?)?$`, examples: ['2017-09'] });

/** A day from the year 1 on: PostgreSQL has no year 0. */
export const day = z.iso
  .date(rule('date-unreadable'))
  .refine((date) => !date.startsWith('0000'), rule('date-unreadable'));

/** A moment: ISO 8601 with `Z` or an offset. */
export const moment = z.iso.datetime({ offset: true, ...rule('time-unreadable') });

/** Days a fact holds, both inclusive; a missing end is open. */
export const period = { from: day.optional(), to: day.optional() };

export function endsAfterItBegins({ from, to }: { readonly from?: string; readonly to?: string }): boolean {
  return from === undefined || to === undefined || from <= to;
}

/** A whole number in a query. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, rule('must-be-whole-number'))
  .transform(Number)
  .meta({ type: 'integer', minimum: 0 });

/** Of views: wait until they have seen this position. */
export const atLeast = {
  atLeast: position.optional().meta({
    description: 'Position a command answered: waits up to 2 s until the view has seen it, then 503.',
  }),
};

/** What every command answers. */
export const commandAnswer = { revision, position };

/** What a command answers that made something. */
export const created = z.strictObject({ id: slug, ...commandAnswer }).meta({ id: 'Created' });

/** What a command answers that changed something. */
export const changed = z.strictObject(commandAnswer).meta({ id: 'Changed' });

function isPartialDate(value: string): boolean {
  try {
    return partialDateOf(value) === value;
  } catch {
    return false;
  }
}
