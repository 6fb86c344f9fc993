import { routes, type Route, type RouteId } from '@kompass/contracts';
import { bundledInstruments } from '@kompass/instrument';
import { randomUUID } from 'node:crypto';
import type { Kompass, Question } from '../kompass.js';
import { emailOf, password, type Who } from './accounts.js';
import { harmless, park } from './parked-message.js';
import { bookedInterview, followed, freeInterview, guest, sameAvailability, samePlan } from './schedule.js';

/** Areas, questions, indicators: of the version every evaluation of the tests is made with. */
export const instrument = bundledInstruments()['2.1'];

const { id, version } = instrument;
const rationale = { nb: 'Slik er det.' };
const indicatorId = '5.6.2';

/** What an evaluation of Røros is opened with. */
export const opening = {
  municipality: 'roros',
  instrument: { id, version },
  evaluatedAt: '2021-05',
  blind: false,
  factCheck: false,
  language: 'nb',
} as const;

/** Where a request goes, and what makes it unlike the one before. */
export interface Occasion {
  readonly kompass: Kompass;
  /** Id of an evaluation under way. */
  readonly evaluation: string;
  readonly number: number;
}

type Request = Omit<Question, 'as'>;

/** One valid request a route; what it does can be done again and again, as far as the evaluation's state allows. */
export const requests: {
  readonly [Id in RouteId]: (occasion: Occasion) => Request | Promise<Request>;
} = {
  signIn: () => ({ body: { email: emailOf('reader'), password } }),
  signOut: () => ({}),
  acceptInvitation: async (occasion) => ({
    params: { token: await newInvitation(occasion) },
    body: { password },
  }),
  listAccounts: () => ({}),
  createAccount: ({ number }) => ({ body: personOf(number) }),
  changeAccount: () => ({
    params: { id: 'reader' },
    body: { certificate: { from: '2016-01-01', to: '2019-12-31' } },
  }),
  eraseAccount: async ({ kompass, number }) => {
    const body = { ...personOf(number), id: `person-${number}` };
    await (await kompass.as('admin')).call(routes.createAccount, { body });
    return { params: { id: body.id } };
  },
  inviteAccount: () => ({ params: { id: 'reader' } }),

  listInstruments: () => ({}),
  readInstrument: () => ({ params: { id, version } }),
  publishInstrument: ({ number }) => ({ body: { instrument: { ...instrument, version: `9.${number}` } } }),
  listMunicipalities: () => ({}),
  readMunicipality: () => ({ params: { number: '1640' } }),
  registerMunicipality: ({ number }) => ({
    body: { country: 'NO', names: { nb: `Kommune ${number}` }, numbers: [{ number: String(9000 + number) }] },
  }),
  compareYears: () => ({ params: { number: '1640' }, query: { from: '2013', to: '2017' } }),
  listResults: () => ({}),
  readResult: () => ({ params: { id: 'roros-2013' } }),
  recordResult: ({ number }) => ({
    body: {
      municipality: 'roros',
      instrument: { id, version },
      evaluatedAt: String(1900 + number),
      knownBy: 'total',
      total: 300,
      source: { nb: 'En gammel rapport' },
    },
  }),

  listEvaluations: () => ({}),
  openEvaluation: () => ({ body: opening }),
  readEvaluation: ({ evaluation }) => ({ params: { id: evaluation } }),
  assignAssessor: ({ evaluation }) => ({
    params: { id: evaluation },
    body: { accountId: 'second', indicators: [indicatorId] },
  }),
  releaseAssessor: ({ evaluation }) => ({ params: { id: evaluation, accountId: 'second' } }),
  readIndicator: ({ evaluation }) => ({ params: { id: evaluation, indicatorId } }),
  proposeScore: ({ evaluation }) => ({
    params: { id: evaluation, indicatorId },
    body: { levels: { system: 2, extent: 2, result: 1, evaluation: 1 }, rationale },
  }),
  proposeScores: ({ evaluation }) => ({
    params: { id: evaluation },
    body: { items: [{ indicator: indicatorId, points: 1, rationale }] },
  }),
  submitArea: ({ evaluation }) => ({ params: { id: evaluation, areaId: '5' } }),
  revealArea: ({ evaluation }) => ({ params: { id: evaluation, areaId: '5' }, body: { reason: rationale } }),
  agreeScore: async (occasion) => ({
    params: { id: occasion.evaluation, indicatorId },
    body: { points: 1.5, rationale, basedOn: await lastRevisionOf(occasion, indicatorId) },
  }),
  agreeArea: ({ evaluation }) => ({ params: { id: evaluation, areaId: '5' }, body: { rule: 'within' } }),
  readDisagreements: ({ evaluation }) => ({ params: { id: evaluation } }),
  issueDraft: ({ evaluation }) => ({
    params: { id: evaluation },
    body: { deadline: '2999-01-01T00:00:00Z' },
  }),
  withdrawDraft: ({ evaluation }) => ({ params: { id: evaluation }, body: { reason: rationale } }),
  listRemarks: ({ evaluation }) => ({ params: { id: evaluation } }),
  makeRemark: ({ evaluation }) => ({
    params: { id: evaluation },
    body: { about: `agreement/${indicatorId}`, kind: 'remark', text: rationale },
  }),
  answerRemark: ({ evaluation }) => ({
    params: { id: evaluation, remarkId: 'remark-01' },
    body: { text: rationale },
  }),
  finaliseEvaluation: ({ evaluation }) => ({ params: { id: evaluation } }),
  reopenEvaluation: ({ evaluation }) => ({ params: { id: evaluation }, body: { reason: rationale } }),
  cancelEvaluation: ({ evaluation }) => ({ params: { id: evaluation }, body: { reason: rationale } }),
  erasePassage: ({ evaluation }) => ({ params: { id: evaluation }, body: { revision: 3 } }),
  readTotals: ({ evaluation }) => ({ params: { id: evaluation } }),
  listEvidence: ({ evaluation }) => ({ params: { id: evaluation } }),
  readAudit: ({ evaluation }) => ({ params: { id: evaluation } }),
  replayEvaluation: ({ evaluation }) => ({ params: { id: evaluation }, query: { revision: '0' } }),
  diffEvaluation: ({ evaluation }) => ({ params: { id: evaluation }, query: { from: '0', to: '2' } }),
  proveEvaluation: ({ evaluation }) => ({ params: { id: evaluation } }),

  readPlan: ({ evaluation }) => ({ params: { id: evaluation } }),
  changePlan: async (occasion) => ({ params: await schedule(occasion), body: await samePlan(occasion) }),
  giveAvailability: async (occasion) => ({
    params: { ...(await schedule(occasion)), who: 'group:mayor' },
    body: await sameAvailability(occasion, 'group:mayor'),
  }),
  listInvitees: ({ evaluation }) => ({ params: { id: evaluation } }),
  invitePerson: async (occasion) => ({
    params: await schedule(occasion),
    body: { name: 'Ola Nordmann', email: 'ola@kompass.example', group: 'mayor' },
  }),
  eraseInvitee: async (occasion) => ({
    params: { ...(await schedule(occasion)), inviteeId: await guest(occasion) },
  }),
  listInterviews: ({ evaluation }) => ({ params: { id: evaluation } }),
  bookInterview: async (occasion) => ({
    params: await schedule(occasion),
    body: await freeInterview(occasion),
  }),
  moveInterview: async (occasion) => {
    await followed(occasion);
    const { params, times, basedOn } = await bookedInterview(occasion);
    return { params, body: { ...times, reason: rationale, basedOn } };
  },
  cancelInterview: async (occasion) => {
    await followed(occasion);
    const { params, basedOn } = await bookedInterview(occasion);
    return { params, body: { reason: rationale, basedOn } };
  },
  holdInterview: async (occasion) => {
    await followed(occasion);
    const { params, basedOn } = await bookedInterview(occasion);
    return { params, body: { basedOn } };
  },
  readCoverage: ({ evaluation }) => ({ params: { id: evaluation } }),
  readCalendar: ({ evaluation }) => ({ params: { id: evaluation } }),
  listCalendarFeeds: () => ({}),
  createCalendarFeed: () => ({}),
  revokeCalendarFeed: async (occasion) => ({ params: { id: (await newFeed(occasion)).id } }),
  readCalendarFeed: async (occasion) => {
    const { path } = await newFeed(occasion);
    return { params: { secret: path.split('/').at(-1)!.replace('.ics', '') } };
  },

  listProjections: () => ({}),
  rebuildProjection: () => ({ params: { name: 'scoring.access' } }),
  listParked: () => ({}),
  readParked: async (occasion) => ({ params: { id: await parkedBy(occasion) } }),
  retryParked: async (occasion) => ({ params: { id: await parkedBy(occasion) } }),
  skipParked: async (occasion) => ({
    params: { id: await parkedBy(occasion) },
    body: { reason: 'Foreldet' },
  }),
  listRelays: () => ({}),
  rewindRelay: () => ({ params: { context: 'reporting' }, body: { to: 'start' } }),
  rewindPeople: () => ({ body: {} }),
  rotateTokenKeys: () => ({}),
  readTokenKeys: () => ({}),
  checkHealth: () => ({}),
  checkReadiness: () => ({}),
  readMetrics: () => ({}),
  readOpenApi: () => ({}),
};

/** Somebody who may use a route. */
export function entitled({ access: { who, reads, does } }: Route): Who {
  if (does === 'lead' || does === 'assessor') return 'lead';
  if (does === 'municipality') return 'municipality';
  if (reads) return 'auditor';
  if (who === 'anybody') return who;
  if (who === 'signed-in') return 'reader';
  return who.includes('admin') ? 'admin' : 'lead';
}

/** A message that is parked, of a key of its own. */
function parkedBy({ kompass, number }: Occasion): Promise<string> {
  return park(kompass.database, [harmless(`parked-${number}-${randomUUID()}`)]);
}

function personOf(number: number) {
  return { email: `person-${number}@kompass.example`, name: `Person ${number}`, roles: ['reader' as const] };
}

async function newInvitation({ kompass, number }: Occasion): Promise<string> {
  const body = { ...personOf(number), email: `invited-${number}@kompass.example`, roles: [] };
  const { invitation } = await (await kompass.as('admin')).call(routes.createAccount, { body });
  return invitation!.path.split('/').at(-1)!;
}

/** The schedule of the evaluation, once it knows where that stands. */
async function schedule(occasion: Occasion): Promise<{ readonly id: string }> {
  await followed(occasion);
  return { id: occasion.evaluation };
}

/** A calendar feed of the lead: the only one, since an account may have so many and no more. */
async function newFeed({ kompass }: Occasion) {
  const lead = await kompass.as('lead');
  const { items } = await lead.call(routes.listCalendarFeeds);
  for (const { id } of items) await lead.call(routes.revokeCalendarFeed, { params: { id } });
  return lead.call(routes.createCalendarFeed);
}

/** What an agreement made now is based on, from the log itself. */
async function lastRevisionOf({ kompass, evaluation }: Occasion, indicator: string): Promise<number> {
  let last = -1;
  for await (const { revision, data } of kompass.log.readStream(`evaluation-${evaluation}`))
    if (data['indicator'] === indicator) last = revision;
  return last;
}
