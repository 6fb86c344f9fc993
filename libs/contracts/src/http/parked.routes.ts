import { z } from 'zod';
import { route } from './route.js';
import { rule } from './rules.js';
import { line, moment, wholeNumber } from './values.js';

const tag = 'Administration';

const parkedId = z
  .string()
  .regex(/^[a-z]+\.\d{1,15}$/, rule('wrong-format'))
  .meta({ id: 'ParkedId', description: '`<context>.<number>`', examples: ['reporting.12'] });

const parkedFields = {
  id: parkedId,
  /** The context whose consumer could not handle it. */
  context: z.string(),
  group: z.string(),
  topic: z.string(),
  key: z.string(),
  /** Type and id of the message; `null` where it cannot be read. */
  type: z.string().nullable(),
  messageId: z.uuid().nullable(),
  /** Tries so far; 0 for one that has not been tried since those before it had their effect. */
  attempts: z.int().nonnegative(),
  problem: z.string().nullable(),
  parkedAt: moment,
  /** How many messages of the same key wait behind it. */
  waiting: z.int().nonnegative(),
};

const parked = z.strictObject(parkedFields).meta({ id: 'ParkedMessage' });

/** A message that is parked, first of its key. */
export type Parked = z.output<typeof parked>;

const retried = z
  .strictObject({
    /** Messages of the key that have had their effect now. */
    handled: z.int().nonnegative(),
    /** Messages of the key that are still parked. */
    left: z.int().nonnegative(),
    /** Why the first of them failed; `null` also where it was not its turn yet: retry it, and so on. */
    problem: z.string().nullable(),
    /** Id of the first of them. */
    next: parkedId.nullable(),
  })
  .meta({ id: 'Retried' });

const one = z.strictObject({ id: parkedId });

/** Parked messages a page, unless the request says otherwise, and at most. */
const pageSize = { usual: 100, most: 500 };

/** Where a message stands in the list: oldest first, then by context and number. */
export type ParkedPlace = Pick<Parked, 'parkedAt' | 'id'>;

export function compareParked(a: ParkedPlace, b: ParkedPlace): number {
  if (a.parkedAt !== b.parkedAt) return a.parkedAt < b.parkedAt ? -1 : 1;
  const [[aContext = '', aNumber], [bContext = '', bNumber]] = [a.id.split('.'), b.id.split('.')];
  if (aContext !== bContext) return aContext < bContext ? -1 : 1;
  return Number(aNumber) - Number(bNumber);
}

/** One page of several that begin at the same place: of all contexts, of all services. */
export function parkedPage(
  pages: readonly (readonly Parked[])[],
  limit: number,
): { items: Parked[]; next: string | null } {
  const all = pages.flat().sort(compareParked);
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && items.length === limit ? `${last.parkedAt}~${last.id}` : null };
}

const place = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z~[a-z]+\.\d{1,15}$/, rule('wrong-format'))
  .transform((text): ParkedPlace => {
    const [parkedAt = '', id = ''] = text.split('~');
    return { parkedAt, id };
  })
  .meta({ description: 'What the page before answered as `next`.' });

const limit = wholeNumber
  .pipe(z.int().min(1).max(pageSize.most))
  .default(pageSize.usual)
  .meta({ type: 'integer', minimum: 1, maximum: pageSize.most, description: `Else ${pageSize.usual}.` });

export const parkedRoutes = {
  listParked: route({
    id: 'listParked',
    method: 'GET',
    path: '/v1/admin/parked',
    summary: 'Messages between contexts that could not be handled: the first of every key, oldest first.',
    tag,
    query: z.strictObject({
      context: line.optional(),
      group: line.optional(),
      after: place.optional(),
      limit,
    }),
    answer: z.strictObject({ items: z.array(parked), next: z.string().nullable() }),
  }),
  readParked: route({
    id: 'readParked',
    method: 'GET',
    path: '/v1/admin/parked/{id}',
    summary: 'A parked message whole; also one that was skipped.',
    tag,
    params: one,
    answer: z
      .strictObject({
        ...parkedFields,
        /** The CloudEvent; in base64 where it is no JSON; `null` where it is withheld or erased. */
        message: z.json(),
        /** It is about a person. */
        withheld: z.boolean(),
        skipped: z.strictObject({ at: moment, by: z.string(), reason: z.string() }).nullable(),
      })
      .meta({ id: 'WholeParkedMessage' }),
  }),
  retryParked: route({
    id: 'retryParked',
    method: 'POST',
    path: '/v1/admin/parked/{id}/retry',
    summary:
      'Handle what is parked of the key of this message, in order: until one fails, none is left, or some hundreds are done.',
    tag,
    params: one,
    answer: retried,
  }),
  skipParked: route({
    id: 'skipParked',
    method: 'POST',
    path: '/v1/admin/parked/{id}/skip',
    summary:
      'Give a parked message up for good, with a reason that is kept, and handle what waits behind it.',
    tag,
    params: one,
    body: z.strictObject({ reason: line }),
    answer: retried,
  }),
};
