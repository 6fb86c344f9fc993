import { z } from 'zod';
import { route } from './route.js';
import { line, moment, position } from './values.js';

const tag = 'Administration';

const relay = z
  .strictObject({
    /** The context whose log is published. */
    context: z.string(),
    /** Whether the process that answers publishes it; of several replicas one does. */
    active: z.boolean(),
    /** Up to where it is published, where the process that answers knows. */
    position: position.nullable(),
    /** When the oldest event happened that is in hand and not published yet. */
    behindSince: moment.nullable(),
  })
  .meta({ id: 'Relay' });

/** What is published of a context, as an administrator or the CLI names it. */
export type Relay = z.output<typeof relay>;

/** From where it is published again; `null` is the beginning. */
const rewound = z.strictObject({ context: z.string(), position: position.nullable() });

export const relayRoutes = {
  listRelays: route({
    id: 'listRelays',
    method: 'GET',
    path: '/v1/admin/relays',
    summary: 'How far the log of each context is published to the others.',
    tag,
    answer: z.strictObject({ items: z.array(relay) }),
  }),
  rewindRelay: route({
    id: 'rewindRelay',
    method: 'POST',
    path: '/v1/admin/relays/{context}/rewind',
    summary:
      'Publish the log of a context again, from its start or after a position; repeats change nothing.',
    tag,
    params: z.strictObject({ context: line }),
    body: z.strictObject({ to: z.literal('start').or(position).optional() }),
    status: 202,
    answer: rewound,
    refusals: [422],
  }),
  rewindPeople: route({
    id: 'rewindPeople',
    method: 'POST',
    path: '/v1/admin/relays/identity/rewind',
    summary: 'Tell the other contexts of every account again, as it is now; also that it is erased.',
    tag,
    body: z.strictObject({ to: z.literal('start').optional() }),
    status: 202,
    answer: rewound,
  }),
};
