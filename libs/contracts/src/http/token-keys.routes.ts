import { z } from 'zod';
import { route } from './route.js';
import { moment } from './values.js';

const tag = 'Operation';

export const tokenKeyRoutes = {
  readTokenKeys: route({
    id: 'readTokenKeys',
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'The keys by which services know the tokens of the gateway (RFC 7517).',
    tag,
    answer: z.strictObject({ keys: z.array(z.looseObject({ kid: z.string().optional() })) }),
  }),
  rotateTokenKeys: route({
    id: 'rotateTokenKeys',
    method: 'POST',
    path: '/v1/admin/token-keys/rotation',
    summary: 'Make another key for tokens: published at once, it signs when everybody knows it.',
    tag: 'Administration',
    status: 201,
    answer: z.strictObject({
      /** In the order in which they sign. */
      items: z.array(z.strictObject({ kid: z.string(), signsFrom: moment })),
    }),
  }),
};
