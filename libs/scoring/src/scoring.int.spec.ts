import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationEvent, type DataOf, type Envelope, type IntegrationEvent } from '@kompass/contracts';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import { MESSAGE_BUS, type MessageBus } from '@kompass/messaging';
import { contextApp, testDatabase, type TestDatabase } from '@kompass/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { instrument, openEvaluation } from './domain/evaluation.fixtures.js';
import { Evaluations } from './evaluations.adapter.js';
import { ScoringModule } from './scoring.module.js';

/** Scoring alone, on a bus that mixes and repeats. */
function scoringApp(url: string, eventStoreUrl: string): Promise<NestFastifyApplication> {
  return contextApp(ScoringModule, {
    url,
    eventStoreUrl,
    as: { accountId: 'lead', roles: ['admin', 'assessor'] },
    disorder: { interleave: 7, repeat: 0.5 },
  });
}

function envelope(key: string, version: number): Envelope {
  return { key, version, time: '2017-09-05T10:00:00.000Z', correlationId: 'elsewhere', causationId: 'event' };
}

const { digest } = openEvaluation().instrument;

/** What scoring has to have heard of to open an evaluation and assign an assessor. */
const references: readonly IntegrationEvent[] = [
  integrationEvent('MunicipalityChanged', envelope('roros', 0), {
    country: 'NO',
    names: { nb: 'Røros' },
    numbers: [{ number: '5025' }],
    groups: [],
    successors: [],
  }),
  integrationEvent('InstrumentPublished', envelope(digest, 0), {
    id: instrument.id,
    version: instrument.version,
    document: instrument,
    crosswalks: [],
  } as unknown as DataOf<'InstrumentPublished'>),
  integrationEvent('PersonChanged', envelope('lead', 1), {
    name: 'Assessor A',
    roles: ['assessor'],
    certificates: [{ from: '2010-01-01' }],
  }),
];

function held(evaluation: string, interviewId: string, version: number): IntegrationEvent {
  const about = { group: 'mayor', areas: ['1', '3', '8'], participants: 1 };
  const heldAt = '2017-09-05T09:15:00Z';
  return integrationEvent('InterviewHeld', envelope(evaluation, version), { interviewId, ...about, heldAt });
}

function cancelled(evaluation: string, interviewId: string, version: number): IntegrationEvent {
  return integrationEvent('InterviewCancelled', envelope(evaluation, version), { interviewId });
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly position: string;
    readonly code: string;
    readonly items: readonly { readonly id: string }[];
    readonly errors: readonly { readonly field: string }[];
    readonly evidence: readonly { readonly id: string }[];
  };
}

describe('scoring hears of interviews', () => {
  let database: TestDatabase;
  let node: EventStoreNode;
  let app: NestFastifyApplication;
  let api: ReturnType<typeof request>;
  let bus: MessageBus;

  beforeAll(async () => {
    database = await testDatabase();
    node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    app = await scoringApp(database.url, `esdb://127.0.0.1:${node.port}?tls=false`);
    bus = app.get<MessageBus>(MESSAGE_BUS);
    await app.listen(0, '127.0.0.1');
    api = request(await app.getUrl());
    await bus.publish(references);
  });
  afterAll(async () => {
    await app?.close();
    await node?.stop();
    await database?.drop();
  });

  const get = async (id: string, path: string): Promise<Answer> =>
    await api.get(`/v1/evaluations/${id}/${path}`);

  const open = async (id: string): Promise<string> => {
    const { municipality, evaluatedAt, blind, factCheck, language } = openEvaluation();
    const version = { id: instrument.id, version: instrument.version };
    const about = { municipality, instrument: version, evaluatedAt, blind, factCheck, language };
    const { body } = (await api.post('/v1/evaluations').send({ id, ...about })) as Answer;
    return body.position;
  };

  const typesOf = async (id: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of app.get(Evaluations, { strict: false }).history(id)) types.push(type);
    return types;
  };

  it('also before the evaluation was opened, of which nobody can read until then', async () => {
    await bus.publish([held('early', 'interview-02', 12)]);
    expect((await get('early', 'evidence')).status).toBe(404);
    const position = await open('early');
    expect(await typesOf('early')).toEqual(['InterviewNoted', 'EvaluationOpened']);
    const { body } = await get('early', `evidence?atLeast=${position}`);
    expect(body.items).toEqual([
      {
        id: 'interview-02',
        kind: 'interview',
        group: 'mayor',
        areas: ['1', '3', '8'],
        heldAt: '2017-09-05T09:15:00.000Z',
        revision: 0,
      },
    ]);
    expect(await get('early', 'replay?revision=0')).toMatchObject({
      status: 404,
      body: { code: 'revision-unknown' },
    });
    expect((await get('early', 'replay?revision=1')).body.evidence).toHaveLength(1);
  });

  it('once, however often and late it is told', async () => {
    await open('often');
    const [first, second] = [held('often', 'interview-01', 3), held('often', 'interview-02', 4)];
    const struck = cancelled('often', 'interview-01', 5);
    await bus.publish([first, second, struck, second, first]);
    await bus.publish([struck, first]);
    expect((await typesOf('often')).toSorted()).toEqual([
      'EvaluationOpened',
      'InterviewNoted',
      'InterviewNoted',
      'InterviewStruck',
    ]);
    const { position } = await app.get(Evaluations, { strict: false }).load('often');
    const { body } = await get('often', `evidence?atLeast=${position!.commit}-${position!.prepare}`);
    expect(body.items.map(({ id }) => id)).toEqual(['interview-02']);
  });

  it('and says when finalising which areas have too few', async () => {
    await open('uncovered');
    await api.post('/v1/evaluations/uncovered/assessors').send({ accountId: 'lead', lead: true });
    await bus.publish([held('uncovered', 'interview-02', 3)]);
    const { status, body } = (await api.post('/v1/evaluations/uncovered/finalisation').send()) as Answer;
    expect([status, body.code]).toEqual([409, 'incomplete']);
    const coverage = body.errors.filter(({ field }) => field.startsWith('coverage/'));
    expect(coverage).toHaveLength(8);
    expect(coverage.slice(0, 2)).toEqual([
      { field: 'coverage/1', rule: 'interviews-required', has: 1, wants: 3 },
      { field: 'coverage/2', rule: 'interviews-required', has: 0, wants: 3 },
    ]);
  });
});
