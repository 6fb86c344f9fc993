import { z } from 'zod';
import { route } from './route.js';
import { line, position } from './values.js';

const tag = 'Administration';

/** Rows that differ: how many, and the keys of the first. */
const rows = z.strictObject({ count: z.int(), keys: z.array(z.record(z.string(), z.unknown())) });

const projection = z
  .strictObject({
    name: z.string(),
    context: z.string(),
    state: z.enum(['live', 'building', 'halted']),
    generation: z.int().nonnegative(),
    position: position.nullable(),
    /** Why it halted. */
    error: z.string().nullable(),
    /** Of a rebuild that is under way. */
    progress: z.strictObject({ done: z.int(), total: z.int().nullable() }).nullable(),
    /** How the rows of the last rebuild by this process differ from those before it. */
    difference: z.strictObject({ gone: rows, new: rows, changed: rows }).nullable(),
    /** Why the last rebuild by this process came to nothing; readers kept what they had. */
    failure: z.string().nullable(),
  })
  .meta({ id: 'Projection' });

export const adminRoutes = {
  listProjections: route({
    id: 'listProjections',
    method: 'GET',
    path: '/v1/admin/projections',
    summary: 'Every projection, how far it is, and whether it halted.',
    tag,
    answer: z.strictObject({ items: z.array(projection) }),
  }),
  rebuildProjection: route({
    id: 'rebuildProjection',
    method: 'POST',
    path: '/v1/admin/projections/{name}/rebuild',
    summary: 'Rebuild a projection (`all`: every one) beside the live table, then switch.',
    tag,
    params: z.strictObject({ name: line }),
    status: 202,
    answer: z.strictObject({ rebuilding: z.array(z.string()) }),
    refusals: [409],
  }),
};
