import { z } from 'zod';
import { id, language, partialDate, printed, tenths } from './fields.js';

/** What an evaluation is about: the same from its opening on. */
const head = {
  municipality: id,
  instrument: z.object({ id, version: z.string().min(1), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  evaluatedAt: partialDate,
  blind: z.boolean(),
  factCheck: z.boolean(),
  language,
  reportNumber: z.string().min(1).optional(),
};

/** First finalisation is edition 1; every reopening leads to the next. */
const edition = z.int().positive();

/** Everybody who is assigned after the change. */
const assessors = z.object({ assessors: z.array(z.object({ accountId: id, lead: z.boolean() })) });

/** Transitions of an evaluation; the key is the evaluation's id, the version its stream's revision. Proposals never leave scoring. */
export const scoringMessages = {
  EvaluationOpened: z.object(head).describe('An evaluation has begun.'),
  AssessorAssigned: assessors.describe('Somebody joined: everybody who is assigned now.'),
  AssessorReleased: assessors.describe('Somebody left: everybody who is assigned now.'),
  EvaluationFinalised: z
    .object({
      ...head,
      edition,
      total: z.object({ tenths, printed }),
      areas: z.array(
        z.object({
          id,
          tenths,
          printed,
          questions: z.array(z.object({ id, tenths, indicators: z.array(z.object({ id, tenths })) })),
        }),
      ),
    })
    .describe('The agreed scores, whole.'),
  EvaluationReopened: z
    .object({ edition })
    .describe('It goes on; `edition` is the finalised one that no longer holds.'),
};
