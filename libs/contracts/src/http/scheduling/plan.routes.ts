import { z } from 'zod';
import { evaluationPath, ofEvaluation } from '../evaluations/evaluation.values.js';
import { route } from '../route.js';
import { atLeast, changed, created, line, partId, revision, slug } from '../values.js';
import { plan, set, shownWindows, tag, who, windows } from './scheduling.values.js';

const params = z.strictObject(ofEvaluation);

/** Revision at which its author saw what it takes the place of. */
const basedOn = revision;

export const planRoutes = {
  readPlan: route({
    id: 'readPlan',
    method: 'GET',
    path: `${evaluationPath}/plan`,
    summary: 'What interviews have to fit into, and when people and rooms are free.',
    tag,
    params,
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      /** Last revision this view has seen. */
      revision,
      state: z.enum(['open', 'finalised']),
      /** Held interviews that the instrument wants an area. */
      wanted: z.int().nonnegative(),
      plan: z.strictObject({ value: plan, ...set }),
      assessors: z.array(z.strictObject({ accountId: slug, lead: z.boolean() })),
      /** Of those who have told when they are free. */
      availability: z.array(z.strictObject({ who, windows: shownWindows, ...set })),
    }),
  }),
  changePlan: route({
    id: 'changePlan',
    method: 'PUT',
    path: `${evaluationPath}/plan`,
    summary: 'Change the plan; refused where an interview that is booked or held no longer fits.',
    tag,
    params,
    body: z.strictObject({ ...plan.shape, basedOn }),
    answer: changed,
    command: true,
  }),
  giveAvailability: route({
    id: 'giveAvailability',
    method: 'PUT',
    path: `${evaluationPath}/availability/{who}`,
    summary: 'Tell when somebody, a group or a room is free; outside of it a booking is marked.',
    tag,
    params: z.strictObject({ ...ofEvaluation, who }),
    body: z.strictObject({
      windows,
      /** Not for the first time. */
      basedOn: basedOn.optional(),
    }),
    answer: changed,
    command: true,
  }),
  listInvitees: route({
    id: 'listInvitees',
    method: 'GET',
    path: `${evaluationPath}/invitees`,
    summary: 'The people to be interviewed who are invited by name.',
    tag,
    params,
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      revision,
      items: z.array(
        z.strictObject({
          id: slug,
          /** Of the plan. */
          group: partId,
          /** `null` where it is erased. */
          name: z.string().nullable(),
          email: z.string().nullable(),
        }),
      ),
    }),
  }),
  invitePerson: route({
    id: 'invitePerson',
    method: 'POST',
    path: `${evaluationPath}/invitees`,
    summary: 'Invite somebody by name and e-mail; both can be erased.',
    tag,
    params,
    body: z.strictObject({
      id: slug.optional(),
      name: line,
      email: z.email().max(254),
      /** Of the plan. */
      group: partId,
    }),
    status: 201,
    answer: created,
    command: true,
  }),
  eraseInvitee: route({
    id: 'eraseInvitee',
    method: 'DELETE',
    path: `${evaluationPath}/invitees/{inviteeId}`,
    summary: 'Erase name and e-mail of somebody who was invited; interviews keep the id.',
    tag,
    params: z.strictObject({ ...ofEvaluation, inviteeId: slug }),
    answer: changed,
    command: true,
  }),
};
