import { z } from 'zod';
import { systemRoles } from './access.js';
import { route } from './route.js';
import { rule } from './rules.js';
import { password } from './sessions.routes.js';
import { day, endsAfterItBegins, line, moment, municipalityId, slug } from './values.js';

const tag = 'Accounts';

const roles = z.array(z.enum(systemRoles)).max(systemRoles.length);

/** When the person holds the assessor's certificate: days, both inclusive. */
const certificate = z
  .strictObject({ from: day, to: day.optional() })
  .refine(endsAfterItBegins, rule('period-ends-before-it-begins'))
  .meta({ id: 'Certificate' });

const params = z.strictObject({ id: slug });

const account = z
  .strictObject({
    id: slug,
    email: z.string(),
    name: z.string(),
    roles,
    municipality: municipalityId.nullable(),
    certificates: z.array(certificate),
    disabled: z.boolean(),
  })
  .meta({ id: 'Account' });

export type Account = z.infer<typeof account>;

const invitation = z
  .strictObject({
    /** Path of `acceptInvitation`, to be handed on to the person. */
    path: z.string(),
    expires: moment,
  })
  .meta({ id: 'Invitation', description: 'A one-time link; shown this once.' });

export const accountRoutes = {
  listAccounts: route({
    id: 'listAccounts',
    method: 'GET',
    path: '/v1/accounts',
    summary: 'All accounts for an administrator, their own for everybody else.',
    tag,
    answer: z.strictObject({ items: z.array(account) }),
  }),
  createAccount: route({
    id: 'createAccount',
    method: 'POST',
    path: '/v1/accounts',
    summary: 'Create an account; without a password a one-time link is answered.',
    tag,
    body: z
      .strictObject({
        id: slug.optional(),
        email: z.email().max(254),
        name: line,
        roles,
        municipality: municipalityId.optional(),
        certificate: certificate.optional(),
        password: password.optional(),
      })
      .refine(({ roles, municipality }) => !roles.includes('municipality') || municipality !== undefined, {
        ...rule('municipality-of-that-role'),
        path: ['municipality'],
      }),
    status: 201,
    answer: z.strictObject({ account, invitation: invitation.optional() }),
    refusals: [409],
  }),
  changeAccount: route({
    id: 'changeAccount',
    method: 'PATCH',
    path: '/v1/accounts/{id}',
    summary: 'Change an account. A certificate that begins on the same day is replaced, another one added.',
    tag,
    params,
    body: z.strictObject({
      email: z.email().max(254).optional(),
      name: line.optional(),
      roles: roles.optional(),
      municipality: municipalityId.nullable().optional(),
      certificate: certificate.optional(),
      disabled: z.boolean().optional(),
    }),
    answer: account,
    refusals: [409, 422],
  }),
  eraseAccount: route({
    id: 'eraseAccount',
    method: 'DELETE',
    path: '/v1/accounts/{id}',
    summary:
      'Erase a person: name and e-mail address here and everywhere; the id stays taken. There is no way back.',
    tag,
    params,
    status: 204,
    refusals: [409],
  }),
  inviteAccount: route({
    id: 'inviteAccount',
    method: 'POST',
    path: '/v1/accounts/{id}/invitation',
    summary: 'Issue a new one-time link for an account, for a forgotten password; earlier links end.',
    tag,
    params,
    status: 201,
    answer: invitation,
  }),
};
