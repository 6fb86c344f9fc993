import { z } from 'zod';
import { evaluationPath, ofEvaluation } from '../evaluations/evaluation.values.js';
import { route } from '../route.js';
import { rule } from '../rules.js';
import { atLeast, moment } from '../values.js';

const tag = 'Calendars';

/** RFC 5545: what is cancelled stays in it, as cancelled. */
const calendar = { answer: z.string(), media: 'text/calendar' };

const secret = z.string().regex(/^[\w-]{43}$/, rule('wrong-format'));

const id = z.uuid(rule('wrong-format'));

export const calendarRoutes = {
  readCalendar: route({
    id: 'readCalendar',
    method: 'GET',
    path: `${evaluationPath}/calendar.ics`,
    summary: 'The interviews of an evaluation as a calendar.',
    tag,
    params: z.strictObject(ofEvaluation),
    query: z.strictObject(atLeast),
    ...calendar,
  }),
  listCalendarFeeds: route({
    id: 'listCalendarFeeds',
    method: 'GET',
    path: '/v1/calendar-feeds',
    summary:
      'The calendar feeds of one’s own that have not been revoked; their addresses are not shown again.',
    tag,
    answer: z.strictObject({ items: z.array(z.strictObject({ id, createdAt: moment })) }),
  }),
  createCalendarFeed: route({
    id: 'createCalendarFeed',
    method: 'POST',
    path: '/v1/calendar-feeds',
    summary:
      'Make a secret address at which calendar programs find all of one’s own interviews; ten at most.',
    tag,
    status: 201,
    refusals: [422],
    answer: z.strictObject({
      id,
      /** Path of `readCalendarFeed`, which whoever knows it may read; shown this once. */
      path: z.string(),
    }),
  }),
  revokeCalendarFeed: route({
    id: 'revokeCalendarFeed',
    method: 'DELETE',
    path: '/v1/calendar-feeds/{id}',
    summary: 'Revoke a calendar feed of one’s own: its address is gone.',
    tag,
    params: z.strictObject({ id }),
    status: 204,
  }),
  readCalendarFeed: route({
    id: 'readCalendarFeed',
    method: 'GET',
    path: '/v1/calendars/{secret}.ics',
    summary: 'The interviews of whoever made the address, in every evaluation they are assigned to.',
    tag,
    params: z.strictObject({ secret }),
    ...calendar,
  }),
};
