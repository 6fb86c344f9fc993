import type { Localised } from '@kompass/kernel';
import { languages, partialDateOf } from '@kompass/kernel';
import { z } from 'zod';
import { rule } from './field-errors.js';

/**
 * The instrument as data. The document *is* the instrument: nothing is defaulted, changed or dropped when it is
 * read and unknown keys are refused, so its digest names exactly what was loaded.
 */

/** An id of an area, question, indicator or criterion: safe in a path and in the name of a slot. */
export const idSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/i);

/** Not blank; NUL and lone surrogates, which PostgreSQL refuses, are refused. */
export const textSchema = z
  .string()
  .max(10_000)
  .regex(/\S/, rule('not-blank'))
  .regex(/^[^\0\p{Surrogate}]*$/u, rule('no-control-characters'));

export const localisedSchema = z
  .partialRecord(z.enum(languages), textSchema)
  .refine((text) => Object.keys(text).length > 0, rule('at-least-one-language'))
  .readonly() satisfies z.ZodType<Localised<string>>;

export const versionSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,15}$/i);

const partialDateSchema = z.string().refine((date) => {
  try {
    return partialDateOf(date) === date;
  } catch {
    return false;
  }
}, rule('date-unreadable'));

const maxTenthsSchema = z.int().positive();

const criterionSchema = z.strictObject({
  id: idSchema,
  title: localisedSchema,
  description: localisedSchema,
});

const levelSchema = z.literal([0, 1, 2, 3, 4]);

const indicatorSchema = z.strictObject({
  id: idSchema,
  title: localisedSchema,
  /** Highest points, tenths. */
  maxTenths: maxTenthsSchema,
  /** By criterion, integer percent; they sum to 100. */
  weights: z.record(idSchema, z.int().min(0).max(100)).readonly(),
});

const questionSchema = z.strictObject({
  id: idSchema,
  title: localisedSchema,
  /** Sum of its indicators, tenths. */
  maxTenths: maxTenthsSchema,
  indicators: z.array(indicatorSchema.readonly()).min(1).readonly(),
});

const areaSchema = z.strictObject({
  id: idSchema,
  title: localisedSchema,
  intro: localisedSchema,
  /** Sum of its questions: 1000 tenths. */
  maxTenths: maxTenthsSchema,
  questions: z.array(questionSchema.readonly()).min(1).readonly(),
});

const interviewGroupSchema = z.strictObject({
  key: idSchema,
  title: localisedSchema,
  areas: z.array(idSchema).min(1).readonly(),
});

const rulesSchema = z.strictObject({
  rounding: z.literal('half-up'),
  /** Lowest printed points of an area that are read as high, as middling. */
  bands: z.strictObject({ high: z.int().max(100), middling: z.int().min(1) }).readonly(),
  /** `warn`: points without evidence are marked. */
  evidence: z.literal('warn').optional(),
  /** Proposals that differ by at most this many tenths may be agreed on at their mean. */
  agreeWithin: z.int().min(0),
  /** Held interviews wanted an area, and the groups of people to interview. */
  interviews: z
    .strictObject({ perArea: z.int().min(0), groups: z.array(interviewGroupSchema.readonly()).readonly() })
    .readonly(),
});

export const instrumentSchema = z
  .strictObject({
    /** Origin and terms, for people. */
    about: textSchema.optional(),
    id: z.string().regex(/^[a-z0-9-]{3,64}$/),
    version: versionSchema,
    validFrom: partialDateSchema,
    /** Languages in which every title of criteria, levels, areas, questions and indicators is written. */
    languages: z.array(z.enum(languages)).min(1).readonly(),
    criteria: z.array(criterionSchema.readonly()).min(1).readonly(),
    /** By criterion, what each of the levels 0 to 4 means. */
    levels: z
      .record(
        idSchema,
        z.array(z.strictObject({ level: levelSchema, title: localisedSchema }).readonly()).readonly(),
      )
      .readonly(),
    areas: z.array(areaSchema.readonly()).min(1).readonly(),
    rules: rulesSchema.readonly(),
  })
  .readonly();

/** One version of the instrument, valid and frozen: made by `parseInstrument` only. */
export type Instrument = z.infer<typeof instrumentSchema>;
export type Area = Instrument['areas'][number];
export type Question = Area['questions'][number];
export type Indicator = Question['indicators'][number];
export type Rules = Instrument['rules'];

/** How far a criterion is met: 0 not at all, 4 fully. */
export type Level = z.infer<typeof levelSchema>;
/** A judgement of one indicator: the level of every criterion, by its id. */
export type Levels = Readonly<Record<string, Level>>;

/** Names an instrument without its content: `{ id: 'kommunekompasset', version: '2.1' }`. */
export type InstrumentVersion = Pick<Instrument, 'id' | 'version'>;
