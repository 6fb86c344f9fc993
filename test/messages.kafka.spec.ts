import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationEvent, routes, toKafkaRecord } from '@kompass/contracts';
import { startKafka, type Kafka } from '@kompass/embedded';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { Kompass } from './kompass.js';
import { eventually } from './support/eventually.js';
import { openAgreedEvaluation, openEvaluation, registerRoros } from './support/open-evaluation.js';
import { instrument } from './support/requests.js';
import { viewRows } from './support/view-rows.js';

describe('the services over a Kafka of their own', () => {
  let dataDir: string;
  let kafka: Kafka;
  let kompass: Kompass;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
    kafka = await startKafka({ dataDir });
    kompass = await Kompass.start({ brokers: kafka.brokers });
    await registerRoros(kompass);
  });
  afterAll(async () => {
    await kompass?.stop();
    await kafka?.kill();
    await rm(dataDir, { recursive: true });
  });

  const typesIn = async (stream: string): Promise<readonly string[]> => {
    const types: string[] = [];
    for await (const { type } of kompass.log.readStream(stream)) types.push(type);
    return types;
  };

  it('note an interview whose evaluation is opened only afterwards', async () => {
    const [id, interviewId] = ['opened-late', 'held-early'];
    const heard = { time: '2021-05-03T09:00:00.000Z', correlationId: 'request', causationId: 'event' };
    const held = integrationEvent(
      'InterviewHeld',
      { key: id, version: 7, ...heard },
      {
        ...{ interviewId, group: 'mayor', participants: 1, heldAt: '2021-05-03T08:00:00.000Z' },
        areas: [instrument.areas[0]!.id],
      },
    );
    const client = new KafkaClient({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    const producer = client.producer();
    await producer.connect();
    await producer.send({ topic: `${kompass.topicPrefix}${held.topic}`, messages: [toKafkaRecord(held)] });
    await producer.disconnect();
    await eventually(
      () => typesIn(`evaluation-${id}`),
      (types) => types.length === 1,
    );
    await openEvaluation(kompass, id);
    expect((await typesIn(`evaluation-${id}`)).slice(0, 2)).toEqual(['InterviewNoted', 'EvaluationOpened']);
    const lead = await kompass.as('lead');
    const { items } = await eventually(
      () => lead.call(routes.listEvidence, { params: { id } }),
      (evidence) => evidence.items.length > 0,
    );
    expect(items).toMatchObject([{ id: interviewId, areas: [instrument.areas[0]!.id] }]);
  });

  it('end equal when Kafka has lost its disk and every relay is rewound', async () => {
    const params = { id: 'before-the-loss' };
    await openAgreedEvaluation(kompass, params.id);
    const finalised = async (edition: number): Promise<void> => {
      await (await kompass.as('lead')).call(routes.finaliseEvaluation, { params });
      await eventually(
        () => kompass.ask(routes.readResult, { params }),
        ({ body }) => (body as { edition?: number }).edition === edition,
      );
    };
    const { pool } = kompass.database;
    const heard = async () => {
      const sql = (name: string) => `SELECT id, version, data FROM reporting.reference_${name} ORDER BY id`;
      const tables = ['instrument', 'municipality'].map((name) => pool.query<object>(sql(name)));
      return (await Promise.all(tables)).map(({ rows }) => rows);
    };
    await finalised(1);
    const before = { views: await viewRows(kompass.database), heard: await heard() };
    expect(before.heard.map((rows) => rows.length)).toEqual([1, 1]);

    await kafka.kill();
    await rm(join(dataDir, 'kafka'), { recursive: true });
    await pool.query('TRUNCATE reporting.reference_instrument, reporting.reference_municipality');
    kafka = await startKafka({ dataDir });
    await kompass.restart();
    const admin = await kompass.as('admin');
    for (const context of ['identity', 'register', 'scheduling', 'scoring', 'reporting'])
      await admin.call(routes.rewindRelay, { params: { context }, body: { to: 'start' } });

    await eventually(heard, (rows) => rows.every(({ length }) => length > 0));
    expect({ views: await viewRows(kompass.database), heard: await heard() }).toEqual(before);
    await admin.call(routes.reopenEvaluation, { params, body: { reason: { nb: 'En feil.' } } });
    await finalised(2);
    // What was told again came before that, and had no effect again.
    const types = ['EvaluationAdopted', 'ResultReopened', 'EvaluationAdopted'];
    expect(await typesIn(`result-${params.id}`)).toEqual(types);
  });
});
