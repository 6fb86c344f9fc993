import { z } from 'zod';

/** RFC 9457, `application/problem+json`. */
export const problem = z
  .strictObject({
    /** A URN made from the code. */
    type: z.string(),
    /** What kind of problem, in the reader's language. */
    title: z.string(),
    status: z.int().min(400).max(599),
    /** What is wrong this time, in the reader's language. */
    detail: z.string(),
    /** Stable, kebab case: what programs go by. */
    code: z.string(),
    /** The fields and the rules they break. */
    errors: z
      .array(
        z.strictObject({
          field: z.string(),
          rule: z.string(),
          /** How many there are of so many wanted. */
          has: z.int().nonnegative().optional(),
          wants: z.int().nonnegative().optional(),
        }),
      )
      .optional(),
    /** The values the sentence names, for programs: both values of a conflict, the maximum … */
    values: z.record(z.string(), z.unknown()).optional(),
    /** Where else to look: a result of the same id may be recorded though there is no evaluation. */
    links: z.strictObject({ result: z.string() }).optional(),
    correlationId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

export type Problem = z.infer<typeof problem>;
