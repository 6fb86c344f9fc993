import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationEvent, type DataOf, type Envelope, type IntegrationEvent } from '@kompass/contracts';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import { MESSAGE_BUS, type MessageBus } from '@kompass/messaging';
import { ProjectionAdmin } from '@kompass/read-store';
import { contextApp, hearing, testDatabase, type TestDatabase } from '@kompass/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { FinalisedEvaluation } from './domain/result.events.js';
import { areas2013, crosswalk, earlier, finalisedEvaluation, later } from './domain/result.fixtures.js';
import { ReportingModule } from './reporting.module.js';
import { Results } from './results.adapter.js';

/** Reporting alone, on a bus that mixes and repeats. */
function reportingApp(url: string, eventStoreUrl: string): Promise<NestFastifyApplication> {
  return contextApp(ReportingModule, {
    url,
    eventStoreUrl,
    as: { accountId: 'admin', roles: ['admin'] },
    disorder: { interleave: 7, repeat: 0.5 },
  });
}

/** What the tests look at in an answer or a problem. */
interface Answer {
  readonly status: number;
  readonly body: {
    readonly id: string;
    readonly position: string;
    readonly code: string;
    readonly areas: readonly { readonly change: number }[];
    readonly items: readonly { readonly id: string }[];
  };
}

function answerOf({ status, body }: request.Response): Answer {
  return { status, body: body as Answer['body'] };
}

function envelope(key: string, version: number): Envelope {
  return { key, version, time: '2017-09-14T10:00:00.000Z', correlationId: 'elsewhere', causationId: 'event' };
}

const register: readonly IntegrationEvent[] = [
  integrationEvent('MunicipalityChanged', envelope('roros', 0), {
    country: 'NO',
    names: { nb: 'Røros' },
    numbers: [
      { number: '1640', to: '2017-12-31' },
      { number: '5025', from: '2018-01-01' },
    ],
    groups: [],
    successors: [],
  }),
  integrationEvent('MunicipalityChanged', envelope('ulstein', 0), {
    country: 'NO',
    names: { nn: 'Ulstein' },
    numbers: [{ number: '1516' }],
    groups: [],
    successors: [],
  }),
  ...[
    { document: earlier, crosswalks: [] },
    { document: later, crosswalks: [crosswalk] },
  ].map(({ document, crosswalks }) =>
    integrationEvent('InstrumentPublished', envelope(document.version, 0), {
      id: document.id,
      version: document.version,
      document,
      crosswalks,
    } as unknown as DataOf<'InstrumentPublished'>),
  ),
];

function finalised(id: string, over: Partial<FinalisedEvaluation> = {}): IntegrationEvent {
  const evaluation = finalisedEvaluation(over);
  const data = structuredClone(evaluation) as DataOf<'EvaluationFinalised'>;
  return integrationEvent('EvaluationFinalised', envelope(id, evaluation.edition * 100), data);
}

function reopened(id: string, edition = 1): IntegrationEvent {
  return integrationEvent('EvaluationReopened', envelope(id, edition * 100 + 1), { edition });
}

describe('reporting', () => {
  let database: TestDatabase;
  let node: EventStoreNode;
  let app: NestFastifyApplication;
  let api: ReturnType<typeof request>;
  let bus: MessageBus;
  const told: IntegrationEvent<'kompass.reporting.v1'>[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    app = await reportingApp(database.url, `esdb://127.0.0.1:${node.port}?tls=false`);
    bus = app.get<MessageBus>(MESSAGE_BUS);
    bus.subscribe(hearing('test', ['kompass.reporting.v1'], (message) => told.push(message)));
    await app.listen(0, '127.0.0.1');
    api = request(await app.getUrl());
    await bus.publish(register);
  });
  afterAll(async () => {
    await app?.close();
    await node?.stop();
    await database?.drop();
  });

  const get = (path: string): Promise<Answer> => api.get(path).then(answerOf);
  const record = (body: object, headers: Record<string, string> = {}): Promise<Answer> =>
    api
      .post('/v1/results')
      .set(headers)
      .send({
        municipality: 'roros',
        instrument: { id: 'kommunekompasset', version: '2.0' },
        evaluatedAt: '2013-12',
        source: { nb: 'KS-K rapport 19/2017' },
        knownBy: 'areas',
        areas: areas2013.map((points, index) => ({ id: String(index + 1), points })),
        ...body,
      })
      .then(answerOf);
  const total = (points: number, more: object = {}) => ({
    areas: undefined,
    knownBy: 'total',
    total: points,
    ...more,
  });
  /** Types of the events of a result. */
  const eventsOf = async (id: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of app.get(Results).history(id)) types.push(type);
    return types;
  };
  /** A view that has seen everything of a result. */
  const getAfter = async (id: string, path: string): Promise<Answer> => {
    const { commit, prepare } = (await app.get(Results).load(id)).position!;
    return get(`${path}${path.includes('?') ? '&' : '?'}atLeast=${commit}-${prepare}`);
  };

  it('shows Røros rise from 254 to 396, under both its numbers', async () => {
    const recorded = await record({ id: 'roros-2013', municipality: '1640' });
    expect([recorded.status, recorded.body]).toMatchObject([201, { id: 'roros-2013', revision: 0 }]);
    await bus.publish([finalised('roros-2017')]);
    expect(await eventsOf('roros-2017')).toEqual(['EvaluationAdopted']);

    for (const path of ['1640/longitudinal?from=2013&to=2017', '5025/longitudinal']) {
      const { status, body } = await getAfter('roros-2017', `/v1/municipalities/${path}`);
      expect([status, body]).toMatchObject([
        200,
        {
          municipality: 'roros',
          from: { evaluationId: 'roros-2013', year: 2013, total: 254 },
          to: { evaluationId: 'roros-2017', year: 2017, total: 396 },
          change: 142,
          comparability: 'changed',
        },
      ]);
      expect(body.areas.map(({ change }) => change)).toEqual([8, 22, 27, 24, 25, 10, 13, 13]);
    }
  });

  it('shows a result with its source, and both in the list', async () => {
    expect((await getAfter('roros-2013', '/v1/results/roros-2013')).body).toMatchObject({
      municipality: 'roros',
      knownBy: 'areas',
      origin: 'recorded',
      edition: null,
      total: 254,
      areas: areas2013.map((points, index) => ({ id: String(index + 1), points })),
      questions: [],
      source: { nb: 'KS-K rapport 19/2017' },
    });
    expect((await getAfter('roros-2017', '/v1/results/roros-2017')).body).toMatchObject({
      knownBy: 'questions',
      origin: 'evaluation',
      edition: 1,
      reopened: false,
      total: 396,
      source: null,
    });
    const { items } = (await getAfter('roros-2017', '/v1/results')).body;
    expect(items.map(({ id }) => id)).toEqual(['roros-2013', 'roros-2017']);
  });

  it('keeps no source in the log that cannot be erased', async () => {
    for await (const { data } of app.get(Results).history('roros-2013')) {
      expect(JSON.stringify(data)).not.toContain('rapport');
    }
  });

  it('records a year and version of the instrument once, however many ask at once', async () => {
    const again = await record({ id: 'roros-again' });
    expect([again.status, again.body]).toMatchObject([
      409,
      { code: 'already-exists', values: { result: 'roros-2013' } },
    ]);
    expect((await record({ id: 'roros-2013', evaluatedAt: '2009' })).status).toBe(409);
    const evaluated = await record({
      ...total(396, { evaluatedAt: '2017' }),
      instrument: { id: 'kommunekompasset', version: '2.1' },
    });
    expect([evaluated.status, evaluated.body.code]).toEqual([409, 'already-exists']);
    const rivals = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        record({ id: `ulstein-${index}`, municipality: 'ulstein', ...total(361) }),
      ),
    );
    expect(rivals.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('answers a repeated request as before', async () => {
    const ulstein = { municipality: '1516', ...total(433, { evaluatedAt: '2015' }) };
    const first = await record(ulstein, { 'Idempotency-Key': 'ulstein-2015' });
    expect(first.status).toBe(201);
    expect(await record(ulstein, { 'Idempotency-Key': 'ulstein-2015' })).toEqual(first);
    const other = await record({ ...ulstein, total: 434 }, { 'Idempotency-Key': 'ulstein-2015' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('has a place for what is known by its total, of a version without a file', async () => {
    const instrument = { id: 'kommunekompasset', version: '2020' };
    const recorded = await record({ id: 'roros-2021', instrument, ...total(593, { evaluatedAt: '2021' }) });
    expect(recorded.status).toBe(201);
    const { body } = await getAfter('roros-2021', '/v1/municipalities/5025/longitudinal?from=2017');
    expect(body).toMatchObject({
      from: { total: 396 },
      to: { evaluationId: 'roros-2021', instrument, total: 593 },
      change: null,
      comparability: 'not-comparable',
    });
  });

  it.each([
    [409, 'not-yet-known', { municipality: '9999' }],
    [422, 'unknown-area', { areas: [{ id: '9', points: 1 }] }],
    [422, 'score-above-maximum', { areas: [{ id: '1', points: 101 }] }],
    [422, 'result-invalid', { total: 255 }],
    [
      422,
      'unknown-question',
      { areas: undefined, knownBy: 'questions', questions: [{ id: '9.9', points: 1 }] },
    ],
    [
      422,
      'points-not-in-tenths',
      { areas: undefined, knownBy: 'questions', questions: [{ id: '1.1', points: 0.25 }] },
    ],
    [400, 'invalid-request', { areas: [{ id: '1', points: 24.5 }] }],
    [400, 'invalid-request', { knownBy: 'hearsay' }],
  ])('refuses %i %s', async (status, code, body) => {
    const refused = await record({ id: 'refused', evaluatedAt: '2003', ...body });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await eventsOf('refused')).toEqual([]);
  });

  it.each([
    [404, 'municipality-unknown', '/v1/municipalities/9999/longitudinal'],
    [404, 'result-unknown', '/v1/municipalities/5025/longitudinal?from=2013&to=2016'],
    [404, 'result-unknown', '/v1/results/nowhere'],
    [400, 'invalid-request', '/v1/municipalities/5025/longitudinal?from=2017&to=2013'],
  ])('answers %i %s', async (status, code, path) => {
    const refused = await get(path);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  describe('an evaluation', () => {
    it('has an effect once, however often it is told of', async () => {
      await bus.publish([finalised('twice'), finalised('twice')]);
      await bus.publish([finalised('twice')]);
      expect(await eventsOf('twice')).toEqual(['EvaluationAdopted']);
    });

    it('stays in its last finalised edition, marked, while it is reopened', async () => {
      await bus.publish([finalised('course'), reopened('course')]);
      expect(await eventsOf('course')).toEqual(['EvaluationAdopted', 'ResultReopened']);
      expect((await getAfter('course', '/v1/results/course')).body).toMatchObject({
        edition: 1,
        reopened: true,
        total: 396,
      });
      const edited = { edition: 2, total: { tenths: 4001, printed: 400 } };
      await bus.publish([finalised('course', edited)]);
      await bus.publish([finalised('course'), reopened('course')]);
      expect(await eventsOf('course')).toEqual(['EvaluationAdopted', 'ResultReopened', 'EvaluationAdopted']);
      expect((await getAfter('course', '/v1/results/course')).body).toMatchObject({
        edition: 2,
        reopened: false,
        total: 400,
      });
    });

    it('may be heard of in the wrong order', async () => {
      await bus.publish([reopened('backwards')]);
      await bus.publish([finalised('backwards')]);
      expect(await eventsOf('backwards')).toEqual(['ResultReopened', 'EvaluationAdopted']);
      expect((await getAfter('backwards', '/v1/results/backwards')).body).toMatchObject({
        edition: 1,
        reopened: true,
      });
    });

    it('takes the place of what was recorded under its id, and of no other', async () => {
      await record({ id: 'ulstein-2017', municipality: 'ulstein', evaluatedAt: '2017' });
      await bus.publish([finalised('ulstein-2017', { municipality: 'ulstein' })]);
      expect(await eventsOf('ulstein-2017')).toEqual([
        'ResultRecorded',
        'RecordingSuperseded',
        'EvaluationAdopted',
      ]);
      expect((await getAfter('ulstein-2017', '/v1/results/ulstein-2017')).body).toMatchObject({
        origin: 'evaluation',
        total: 396,
      });
      const refused = await record({ id: 'ulstein-2017', municipality: 'ulstein', evaluatedAt: '1999' });
      expect(refused.status).toBe(409);
    });
  });

  it('is rebuilt to the same rows', async () => {
    for (const { name } of await app.get(ProjectionAdmin, { strict: false }).list()) {
      const [outcome] = await app.get(ProjectionAdmin, { strict: false }).rebuild(name);
      expect(outcome).toMatchObject({
        name,
        rebuilt: true,
        difference: { gone: { count: 0 }, new: { count: 0 }, changed: { count: 0 } },
      });
    }
  });

  it('tells the others of every result', async () => {
    const of = (id: string) => told.findLast(({ key }) => key === id)?.data;
    while (!of('ulstein-2017')) await delay(5);
    expect(of('roros-2013')).toMatchObject({
      municipality: 'roros',
      evaluatedAt: '2013-12',
      knownBy: 'areas',
      total: { tenths: null, printed: 254 },
      questions: [],
    });
    expect(of('roros-2017')).toMatchObject({ knownBy: 'questions', total: { printed: 396 } });
  });
});
