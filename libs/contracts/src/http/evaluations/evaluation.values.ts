import { z } from 'zod';
import {
  instrumentVersion,
  language,
  moment,
  municipalityId,
  partialDate,
  partId,
  points,
  printed,
  revision,
  shownText,
  slug,
  text,
} from '../values.js';

export const tag = 'Evaluations';

export const evaluationPath = '/v1/evaluations/{id}';

export const ofEvaluation = { id: slug };

/** By criterion of the instrument, 0 (not met) to 4 (fully met). */
export const levels = z.record(partId, z.int().min(0).max(4)).meta({ id: 'Levels' });

export const evaluation = z
  .strictObject({
    id: slug,
    /** Last revision this view has seen. */
    revision,
    state: z.enum(['open', 'draft', 'finalised', 'cancelled']),
    /** 1, one more with every reopening. */
    edition: z.int().positive(),
    /** The evaluation is being worked on again: this is its last finalised edition. */
    reopened: z.boolean(),
    /** What the municipality checks, while it does: until when it may remark. */
    draft: z.strictObject({ deadline: moment }).nullable(),
    municipality: municipalityId,
    instrument: z.strictObject({ ...instrumentVersion.shape, digest: z.string() }),
    evaluatedAt: partialDate,
    blind: z.boolean(),
    factCheck: z.boolean(),
    language,
    reportNumber: z.string().nullable(),
    assessors: z.array(
      z.strictObject({
        accountId: slug,
        lead: z.boolean(),
        /** Of a second opinion; all where `null`. */
        indicators: z.array(partId).nullable(),
      }),
    ),
  })
  .meta({ id: 'Evaluation' });

const sums = {
  /** Sum of what is agreed, `null` while nothing is. */
  points,
  /** Highest possible. */
  max: z.number(),
  /** Indicators agreed … */
  done: z.int(),
  /** … of so many. */
  of: z.int(),
};

const rounded = {
  ...sums,
  /** Rounded half up; `null` until all of it is agreed. */
  printed,
};

export const totals = z
  .strictObject({
    total: z.strictObject(rounded),
    areas: z.array(
      z.strictObject({
        id: partId,
        title: text,
        ...rounded,
        questions: z.array(
          z.strictObject({
            id: partId,
            ...sums,
            indicators: z.array(z.strictObject({ id: partId, points, max: z.number(), agreed: z.boolean() })),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Totals' });

const proposal = z
  .strictObject({
    points: z.number(),
    levels: levels.nullable(),
    rationale: shownText,
    evidenceIds: z.array(slug),
    warnings: z.array(z.enum(['points-without-levels', 'points-without-evidence'])),
    /** Made when its author could see what the others had proposed. */
    afterReveal: z.boolean(),
  })
  .meta({ id: 'Proposal' });

const agreement = z
  .strictObject({
    points: z.number(),
    rationale: shownText.nullable(),
    /** Where a rule agreed and not a person's own judgement. */
    rule: z.enum(['equal', 'within']).nullable(),
    /** The remark on the draft that led to it. */
    remarkId: slug.nullable(),
  })
  .meta({ id: 'Agreement' });

/** What stands in a slot. */
export const slotValue = z.union([proposal, agreement]);

/** `proposal/<indicator>/<account>` or `agreement/<indicator>`: nobody overwrites anybody. */
export const slotName = z
  .string()
  .meta({ id: 'SlotName', examples: ['proposal/5.6.2/lead', 'agreement/5.6.2'] });

export const slot = z
  .strictObject({
    slot: slotName,
    value: slotValue,
    /** Where it was set: what `basedOn` refers to. */
    revision,
    at: moment,
    /** Account id. */
    by: z.string(),
  })
  .meta({ id: 'Slot' });

export const evidence = z
  .strictObject({
    id: slug,
    kind: z.enum(['interview']),
    /** Key of the group of people who were interviewed. */
    group: z.string(),
    /** The areas it covers. */
    areas: z.array(partId),
    heldAt: moment,
    /** Where the evaluation heard of it. */
    revision,
  })
  .meta({ id: 'Evidence' });

export type Evaluation = z.infer<typeof evaluation>;
export type Totals = z.infer<typeof totals>;
export type Slot = z.infer<typeof slot>;
export type Evidence = z.infer<typeof evidence>;
