import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type Route, type RouteId } from '@kompass/contracts';
import { demoEvaluation, loadDemo, readDemoFigures } from '@kompass/demo';
import { Kompass, type Question } from './kompass.js';
import { emailOf } from './support/accounts.js';
import { CourseScene } from './support/course-scene.js';
import { openAgreedEvaluation, openProposedEvaluation } from './support/open-evaluation.js';
import { OpenApi } from './support/openapi.js';
import { entitled, instrument, opening, requests } from './support/requests.js';

const evaluation = 'roros-2021';
/** Nothing is agreed in it. */
const underWay = 'roros-2023';
const every: readonly (readonly [RouteId, Route])[] = Object.values(routes).map((route) => [route.id, route]);

/** An interview of the demo, and an hour in which one of the other evaluation may be. */
const ofDemo = { id: demoEvaluation, interviewId: 'interview-01' };
const hour = { start: '2021-05-03T13:00:00Z', end: '2021-05-03T14:00:00Z' };
const noPlan = {
  timeZone: 'Europe/Oslo',
  days: [],
  places: [],
  rooms: [],
  travel: [],
  breaks: [],
  groups: [],
};

/** What can stand in a path and is nowhere. */
const nowhere = {
  id: 'nowhere',
  accountId: 'nobody',
  indicatorId: '9.9.9',
  areaId: '99',
  number: '9999',
  version: '0.0',
  name: 'none',
  token: 'x'.repeat(40),
  secret: 'x'.repeat(43),
  who: 'room:none',
  inviteeId: 'nobody',
  interviewId: 'none',
};

/** What each of a route's refusals that do not follow from its shape is asked for by. */
const refusals: readonly (readonly [RouteId, 409 | 422, Question])[] = [
  ['createAccount', 409, { body: { email: emailOf('lead'), name: 'Assessor A', roles: [] } }],
  ['changeAccount', 409, { params: { id: 'reader' }, body: { email: emailOf('lead') } }],
  ['changeAccount', 422, { params: { id: 'reader' }, body: { roles: ['municipality'] } }],
  ['publishInstrument', 409, { body: { instrument } }],
  ['publishInstrument', 422, { body: { instrument: { ...instrument, areas: [] } } }],
  ['registerMunicipality', 409, { body: municipality([{ number: '1640' }]) }],
  ['registerMunicipality', 422, { body: municipality([{ number: '9901' }, { number: '9902' }]) }],
  ['recordResult', 409, { body: result({ id: 'roros-2013' }) }],
  ['recordResult', 422, { body: result({ total: 801 }) }],
  ['openEvaluation', 409, { body: { ...opening, id: demoEvaluation } }],
  ['assignAssessor', 409, { params: { id: evaluation }, body: { accountId: 'lead' } }],
  ['assignAssessor', 422, { params: { id: evaluation }, body: { accountId: 'reader' } }],
  ['releaseAssessor', 409, { params: { id: demoEvaluation, accountId: 'lead' } }],
  ['proposeScore', 409, { params: { id: demoEvaluation, indicatorId: '5.6.2' }, body: { points: 1 } }],
  ['proposeScore', 422, { params: { id: evaluation, indicatorId: '5.6.2' }, body: { points: 1 } }],
  ['proposeScores', 409, { params: { id: demoEvaluation }, body: { items: [{ indicator: '5.6.2' }] } }],
  ['agreeScore', 409, { params: { id: evaluation, indicatorId: '5.6.2' }, body: { points: 1, basedOn: 0 } }],
  ['agreeScore', 422, { params: { id: evaluation, indicatorId: '5.6.2' }, body: { points: 1 } }],
  ['eraseAccount', 409, { params: { id: 'admin' } }],
  ['agreeArea', 409, { params: { id: demoEvaluation, areaId: '5' }, body: { rule: 'equal' } }],
  ['submitArea', 409, { params: { id: demoEvaluation, areaId: '5' } }],
  ['revealArea', 409, { params: { id: demoEvaluation, areaId: '5' }, body: reason('Feil') }],
  ['issueDraft', 409, { params: { id: demoEvaluation }, body: { deadline: '2999-01-01T00:00:00Z' } }],
  ['withdrawDraft', 409, { params: { id: demoEvaluation }, body: reason('Feil') }],
  ['makeRemark', 409, { params: { id: demoEvaluation }, body: { about: 'area/1', kind: 'agree' } }],
  [
    'answerRemark',
    409,
    { params: { id: demoEvaluation, remarkId: 'remark-01' }, body: { text: words('Ja') } },
  ],
  ['cancelEvaluation', 409, { params: { id: demoEvaluation }, body: reason('Feil') }],
  ['erasePassage', 422, { params: { id: demoEvaluation }, body: { revision: 0 } }],
  ['finaliseEvaluation', 409, { params: { id: demoEvaluation } }],
  ['reopenEvaluation', 409, { params: { id: evaluation }, body: reason('Ikke finalisert') }],
  ['changePlan', 409, { params: { id: evaluation }, body: { ...noPlan, basedOn: 0 } }],
  ['giveAvailability', 409, { params: mayorOf(evaluation), body: { windows: [], basedOn: 0 } }],
  ['invitePerson', 409, { params: { id: demoEvaluation }, body: invitation('mayor') }],
  ['invitePerson', 422, { params: { id: evaluation }, body: invitation('kings') }],
  ['bookInterview', 409, { params: { id: evaluation }, body: interview({ start: '2021-05-02T09:00:00Z' }) }],
  ['bookInterview', 422, { params: { id: evaluation }, body: interview({ room: 'none' }) }],
  ['moveInterview', 409, { params: ofDemo, body: { ...hour, reason: { nb: 'Syk' }, basedOn: 0 } }],
  ['cancelInterview', 409, { params: ofDemo, body: { reason: { nb: 'Syk' }, basedOn: 0 } }],
  ['holdInterview', 409, { params: ofDemo, body: { basedOn: 0 } }],
];

/** Two different requests under one key; the first is accepted. */
const reused: readonly (readonly [RouteId, Question, Question])[] = [
  ['openEvaluation', { body: opening }, { body: { ...opening, language: 'en' } }],
  ['agreeArea', area('equal'), area('within')],
  ['finaliseEvaluation', { params: { id: evaluation } }, { params: { id: evaluation }, body: {} }],
  ['reopenEvaluation', reopening('Feil'), reopening('En annen feil')],
  ['giveAvailability', availability([hour]), availability([])],
];

/** Described, and not asked for here. */
const elsewhere: Readonly<Record<string, readonly number[]>> = {
  acceptInvitation: [409, 422], // of the first administrator only
  checkReadiness: [503],
  releaseAssessor: [422],
  retryParked: [409], // of a consumer that there was once
  skipParked: [409],
  rewindRelay: [422], // beyond the end of the log, in `log-relay.int.spec.ts`
  eraseInvitee: [409, 422], // at any time, and again
  changePlan: [422], // in `scheduling.e2e.spec.ts`, as the two below: it needs to be based on what is there
  moveInterview: [422],
  cancelInterview: [422],
  holdInterview: [422],
  proposeScores: [422], // each item is refused on its own
  createCalendarFeed: [422], // of the eleventh, in `calendars.e2e.spec.ts`
  submitArea: [422], // as those below only for a key that is used again, which is told alike of every command
  revealArea: [422],
  issueDraft: [422],
  withdrawDraft: [422],
  makeRemark: [422],
  answerRemark: [422],
  cancelEvaluation: [422],
  erasePassage: [409], // in no state of an evaluation
};

describe('the OpenAPI document', () => {
  let kompass: Kompass;
  let openApi: OpenApi;
  let course: CourseScene;
  const seen = new Map<RouteId, Set<number>>(every.map(([id]) => [id, new Set()]));
  let number = 0;

  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await openAgreedEvaluation(kompass, evaluation);
    await openProposedEvaluation(kompass, underWay);
    await readDemoFigures(kompass.url, { wait: true });
    course = await CourseScene.of(kompass);
    const { body } = await kompass.ask(routes.readOpenApi);
    openApi = new OpenApi(body as ConstructorParameters<typeof OpenApi>[0]);
  });
  afterAll(() => kompass.stop());

  const validQuestion = async (route: Route): Promise<Question> => {
    number += 1;
    return { as: entitled(route), ...(await requests[route.id]({ kompass, evaluation, number })) };
  };

  /** Asks, holds whatever comes against the document, and answers its status. */
  const ask = async (route: Route, question: Question): Promise<number> => {
    const answer = await kompass.ask(route, question);
    const faults = openApi.faultsOfAnswer(openApi.operationOf(route), answer);
    if (faults.length > 0) throw new Error(`${faults.join('; ')}: ${JSON.stringify(answer)}`);
    seen.get(route.id)!.add(answer.status);
    return answer.status;
  };

  it('describes every route that is served, and no other', () => {
    const served = [...kompass.served].filter((each) => !each.startsWith('HEAD '));
    const described = [...openApi.operations.keys()].map((each) => each.replace(/\{(\w+)\}/g, ':$1'));
    expect(described.toSorted()).toEqual(served.toSorted());
    const ids = [...openApi.operations.values()].map(({ operationId }) => operationId);
    expect(ids.toSorted()).toEqual(Object.keys(routes).toSorted());
  });

  it.each(every)('describes %s and its answer', async (_, route) => {
    const valid = await validQuestion(route);
    const params = await course.paramsOf(route.id);
    const question = params ? { ...valid, params } : valid;
    expect(openApi.faultsOfRequest(openApi.operationOf(route), question)).toEqual([]);
    expect(await ask(route, question)).toBe(route.status);
  });

  const ofOne = every.filter(
    ([, { method, path }]) => method === 'GET' && /^\/v1\/(?!admin\/).*\{id\}/.test(path),
  );
  it.each(ofOne)('describes %s of the demo, to an auditor and to everybody', async (_, route) => {
    const { params, ...question } = await validQuestion(route);
    const ofDemo = {
      ...question,
      params: { ...params, ...(params!['version'] ? {} : { id: demoEvaluation }) },
    };
    expect(await ask(route, { ...ofDemo, as: 'auditor' })).toBe(200);
    expect([200, 401]).toContain(await ask(route, { ...ofDemo, as: 'anybody' }));
  });

  it.each(every)('describes what keeps anybody from %s', async (_, route) => {
    const question = await validQuestion(route);
    const { who, reads, ignoresSession } = route.access;
    const tried = async (change: Question) => ask(route, { ...question, ...change });
    expect(await tried({ query: { ...question.query, nonsense: '1' } })).toBe(400);
    if (who !== 'anybody') expect(await tried({ as: 'anybody' })).toBe(401);
    if (!ignoresSession) expect(await tried({ headers: { authorization: 'Bearer ended' } })).toBe(401);
    if (Array.isArray(who) && !reads) expect(await tried({ as: 'reader' })).toBe(403);
    if (question.params) expect(await tried({ params: nowhere })).toBe(404);
    if (question.body === undefined) return;
    expect(await tried({ body: JSON.stringify('x'.repeat(2 ** 21)) })).toBe(413);
    expect(await tried({ headers: { 'content-type': 'text/plain' } })).toBe(415);
  });

  it.each(refusals)('describes why %s is refused: %i', async (id, status, question) => {
    expect(await ask(routes[id], { as: entitled(routes[id]), ...question })).toBe(status);
  });

  it.each(reused)('describes a key of %s that is used again', async (id, first, second) => {
    const as = entitled(routes[id]);
    const headers = { 'idempotency-key': 'once' };
    expect(await ask(routes[id], { as, headers, ...first })).toBe(routes[id].status);
    expect(await ask(routes[id], { as, headers, ...second })).toBe(422);
  });

  it('describes a view that is not up to date', async () => {
    const waiting = every.filter(([, route]) => 'atLeast' in route.query.shape);
    const statuses = waiting.map(async ([, route]) => {
      const { query, ...question } = await validQuestion(route);
      return ask(route, { ...question, query: { ...query, atLeast: '999999999-999999999' } });
    });
    expect(await Promise.all(statuses)).toEqual(waiting.map(() => 503));
  });

  it('describes who comes too often, or while it is done already', async () => {
    const body = { email: emailOf('reader'), password: 'wrong' };
    const guesses = await Promise.all(Array.from({ length: 6 }, () => ask(routes.signIn, { body })));
    expect(guesses.toSorted()).toEqual([401, 401, 401, 401, 401, 429]);
    const all = { as: 'admin', params: { name: 'all' } } as const;
    const rebuilds = await Promise.all([
      ask(routes.rebuildProjection, all),
      ask(routes.rebuildProjection, all),
    ]);
    expect(rebuilds.toSorted()).toEqual([202, 409]);
  });

  it('describes no answer that never comes', () => {
    const unseen = [...openApi.operations.values()].flatMap(({ operationId, responses }) => {
      const { command } = routes[operationId as RouteId];
      const statuses = Object.keys(responses)
        .map(Number)
        .filter((status) => !seen.get(operationId as RouteId)!.has(status));
      return statuses
        .filter((status) => !(command && status === 503) && !elsewhere[operationId]?.includes(status))
        .map((status) => `${operationId} ${status}`);
    });
    expect(unseen).toEqual([]);
  });
});

function municipality(numbers: readonly { readonly number: string }[]) {
  return { country: 'NO', names: { nb: 'Nykommune' }, numbers };
}

function result(over: { readonly id?: string; readonly total?: number }) {
  const { municipality, instrument } = opening;
  return {
    municipality,
    instrument,
    evaluatedAt: '1999',
    knownBy: 'total',
    total: 1,
    source: { nb: 'Rapport' },
    ...over,
  };
}

function mayorOf(id: string) {
  return { id, who: 'group:mayor' };
}

function availability(windows: readonly object[]) {
  return { params: mayorOf(underWay), body: { windows } };
}

function invitation(group: string) {
  return { name: 'Ola Nordmann', email: 'ola@kompass.example', group };
}

function interview(over: object) {
  const about = { group: 'mayor', participants: 1, room: 'room-1', assessors: ['lead'] };
  return { ...about, ...hour, ...over };
}

function area(rule: string) {
  return { params: { id: underWay, areaId: '5' }, body: { rule } };
}

function reopening(nb: string) {
  return { params: { id: evaluation }, body: reason(nb) };
}

function reason(nb: string) {
  return { reason: words(nb) };
}

function words(nb: string) {
  return { nb };
}
