import { z } from 'zod';
import { route } from './route.js';
import { line, lineOf, moment } from './values.js';

const tag = 'Sessions';

/** Length is what counts; any character of a keyboard will do. */
export const password = lineOf(200).min(12);

export const sessionRoutes = {
  signIn: route({
    id: 'signIn',
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in; the token goes into `Authorization: Bearer …`.',
    tag,
    body: z.strictObject({ email: lineOf(254), password: lineOf(200) }),
    status: 201,
    answer: z.strictObject({ token: z.string(), expires: moment }).meta({ id: 'Session' }),
    refusals: [401, 429],
  }),
  signOut: route({
    id: 'signOut',
    method: 'DELETE',
    path: '/v1/sessions/current',
    summary: 'Sign out: the token is worthless from now on.',
    tag,
    status: 204,
  }),
  acceptInvitation: route({
    id: 'acceptInvitation',
    method: 'POST',
    path: '/v1/invitations/{token}',
    summary:
      'Use a one-time link: set the password of one’s account. The first administrator gives name and e-mail too.',
    tag,
    params: z.strictObject({ token: z.string().regex(/^[\w-]{20,100}$/) }),
    body: z.strictObject({ password, email: z.email().max(254).optional(), name: line.optional() }),
    status: 204,
    refusals: [409, 422],
  }),
};
