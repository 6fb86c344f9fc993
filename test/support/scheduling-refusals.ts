import type { RouteId } from '@kompass/contracts';
import type { Question } from '../kompass.js';
import { hourOf } from './hold-interviews.js';

/** Id of the evaluation that the requests are about; its plan is that of `planInterviews`. */
export const evaluation = 'roros-2021';

const params = { id: evaluation };

/** What an interview with the mayor is booked with, in the hour that begins then, by the clock of UTC. */
export function booking(hour: number, over: object = {}) {
  const about = { group: 'mayor', participants: 1, room: 'room-1', assessors: ['lead'] };
  return { ...about, ...hourOf(hour), ...over };
}

/** A request by the lead that is refused, and nothing is written. */
interface Refusal {
  readonly route: RouteId;
  readonly question: Question;
  readonly status: number;
  readonly code: string;
  /** Field and rule. */
  readonly error?: readonly [string, string];
}

function book(over: object): Pick<Refusal, 'route' | 'question'> {
  return { route: 'bookInterview', question: { body: booking(9, over) } };
}

/** Of a wrong shape. */
function misshapen(field: string, rule: string) {
  return { status: 400, code: 'invalid-request', error: [field, rule] as const };
}

/** Of a value that nobody knows. */
function unknown(field: string, code: string) {
  return { status: 422, code, error: [field, code] as const };
}

const outside = { status: 409, code: 'interview-clash', error: ['start', 'outside-the-days'] as const };
const nobodies = Array.from({ length: 10_000 }, (_, index) => `person-${index}`);
const one = { ...params, interviewId: 'one' };
const reason = { nb: 'Ordføreren er syk.' };

/** By what is wrong with it. */
export const bookingRefusals: Readonly<Record<string, Refusal>> = {
  'an end before the start': {
    ...book({ end: hourOf(8).start }),
    ...misshapen('end', 'period-ends-before-it-begins'),
  },
  'a day outside the plan': {
    ...book({ start: '2021-05-04T09:00:00Z', end: '2021-05-04T10:00:00Z' }),
    ...outside,
  },
  'an hour outside the day': { ...book(hourOf(14)), ...outside },
  'a time without a zone': {
    ...book({ start: '2021-05-03T09:00:00' }),
    ...misshapen('start', 'time-unreadable'),
  },
  'a time before calendars': {
    ...book({ start: '0000-01-01T00:00:00+14:00' }),
    ...misshapen('start', 'time-unreadable'),
  },
  'an unknown room': { ...book({ room: 'moon' }), ...unknown('room', 'unknown-room') },
  'an unknown group': { ...book({ group: 'kings' }), ...unknown('group', 'unknown-group') },
  'an unknown area': { ...book({ areas: ['99'] }), ...unknown('areas', 'unknown-area') },
  'an assessor of others': { ...book({ assessors: ['outsider'] }), ...unknown('assessors', 'not-assigned') },
  'somebody who is not invited': {
    ...book({ invitees: ['nobody'] }),
    ...unknown('invitees', 'unknown-invitee'),
  },
  'no assessor': { ...book({ assessors: [] }), ...misshapen('assessors', 'too-short') },
  'an assessor twice': { ...book({ assessors: ['lead', 'lead'] }), ...misshapen('assessors', 'unique') },
  '10,000 people': { ...book({ invitees: nobodies }), ...misshapen('invitees', 'too-long') },
  '10,000 interviews': {
    route: 'bookInterview',
    question: { body: nobodies.map(() => booking(9)) },
    status: 413,
    code: 'request-too-large',
  },
  'a foreign evaluation': {
    route: 'bookInterview',
    question: { as: 'outsider', body: booking(9) },
    status: 404,
    code: 'evaluation-unknown',
  },
  'an evaluation that is not there': {
    route: 'bookInterview',
    question: { params: { id: 'nowhere' }, body: booking(9) },
    status: 404,
    code: 'evaluation-unknown',
  },
  '10,000 free times': {
    route: 'giveAvailability',
    question: { params: { ...params, who: 'room:room-1' }, body: { windows: nobodies.map(() => hourOf(9)) } },
    ...misshapen('windows', 'too-long'),
  },
  'the free times of a room that is not there': {
    route: 'giveAvailability',
    question: { params: { ...params, who: 'room:moon' }, body: { windows: [] } },
    status: 404,
    code: 'who-unknown',
  },
  'a move without a reason': {
    route: 'moveInterview',
    question: { params: one, body: { ...hourOf(9), basedOn: 0 } },
    ...misshapen('reason', 'required'),
  },
  'a cancellation by who has not looked': {
    route: 'cancelInterview',
    question: { params: one, body: { reason } },
    ...misshapen('basedOn', 'required'),
  },
  'an interview that is not there': {
    route: 'holdInterview',
    question: { params: { ...params, interviewId: 'none' }, body: { basedOn: 0 } },
    status: 404,
    code: 'interview-unknown',
  },
  'the erasure of somebody who is not there': {
    route: 'eraseInvitee',
    question: { params: { ...params, inviteeId: 'nobody' } },
    status: 404,
    code: 'invitee-unknown',
  },
};

const day = { date: '2021-05-03', from: '08:00', to: '16:00' };

/** Changes of the plan that are refused while there are interviews in it, by what is wrong with them. */
export const planRefusals: Readonly<
  Record<string, Pick<Refusal, 'status'> & Required<Pick<Refusal, 'error'>> & { readonly change: object }>
> = {
  'a zone that is not there': {
    change: { timeZone: 'Europe/Atlantis' },
    ...misshapen('timeZone', 'time-zone-unknown'),
  },
  'a day that is not there': {
    change: { days: [{ ...day, date: '2021-02-30' }] },
    ...misshapen('days.0.date', 'date-unreadable'),
  },
  'a time that is not there': {
    change: { days: [{ ...day, to: '24:00' }] },
    ...misshapen('days.0.to', 'time-unreadable'),
  },
  '10,000 days': { change: { days: nobodies.map(() => day) }, ...misshapen('days', 'too-long') },
  'a day that ends before it begins': {
    change: { days: [{ ...day, from: '16:00', to: '08:00' }] },
    status: 422,
    error: ['days.0.to', 'period-ends-before-it-begins'],
  },
  'a room that is nowhere': {
    change: { places: [] },
    status: 422,
    error: ['rooms.0.place', 'unknown-place'],
  },
  'a plan without the room of an interview': {
    change: { rooms: [] },
    status: 409,
    error: ['rooms', 'in-use'],
  },
  'a plan without its day': { change: { days: [] }, status: 409, error: ['days', 'in-use'] },
};
