import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IntegrationEvent } from '@kompass/contracts';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import { MESSAGE_BUS, type MessageBus } from '@kompass/messaging';
import { contextApp, hearing, testDatabase, type TestDatabase } from '@kompass/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { earlier, earlierToLater, instrumentPublished, later } from './domain/instrument.fixtures.js';
import { profile } from './domain/municipality.fixtures.js';
import { RegisterModule } from './register.module.js';

function registerApp(url: string, eventStoreUrl: string): Promise<NestFastifyApplication> {
  return contextApp(RegisterModule, { url, eventStoreUrl, as: { accountId: 'admin', roles: ['admin'] } });
}

/** What the tests look at in an answer or a problem. */
interface Answer {
  readonly status: number;
  readonly body: {
    readonly id: string;
    readonly position: string;
    readonly code: string;
    readonly values: object;
    readonly items: readonly { readonly id: string; readonly version: string }[];
  };
}

function answerOf({ status, body }: request.Response): Answer {
  return { status, body: body as Answer['body'] };
}

describe('the register', () => {
  let database: TestDatabase;
  let node: EventStoreNode;
  let app: NestFastifyApplication;
  let api: ReturnType<typeof request>;
  const heard: IntegrationEvent<'kompass.register.v1'>[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    app = await registerApp(database.url, `esdb://127.0.0.1:${node.port}?tls=false`);
    const bus = app.get<MessageBus>(MESSAGE_BUS);
    bus.subscribe(hearing('test', ['kompass.register.v1'], (message) => heard.push(message)));
    await app.listen(0, '127.0.0.1');
    api = request(await app.getUrl());
  });
  afterAll(async () => {
    await app?.close();
    await node?.stop();
    await database?.drop();
  });

  const get = (path: string): Promise<Answer> => api.get(path).then(answerOf);
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
    api.post(path).set(headers).send(body).then(answerOf);
  const register = (id: string, numbers: object[], more: object = {}) =>
    post('/v1/municipalities', { id, country: 'NO', names: { nb: id }, numbers, ...more });

  describe('municipalities', () => {
    it('are found by any number they have or had', async () => {
      const registered = await post('/v1/municipalities', { id: 'roros', ...profile() });
      expect(registered.status).toBe(201);
      expect(registered.body).toMatchObject({ id: 'roros', revision: 0 });
      for (const number of ['1640', '5025']) {
        const found = await get(`/v1/municipalities/${number}?atLeast=${registered.body.position}`);
        expect([found.status, found.body]).toEqual([200, { id: 'roros', revision: 0, ...profile() }]);
      }
      const unknown = await get('/v1/municipalities/9999');
      expect([unknown.status, unknown.body.code]).toEqual([404, 'municipality-unknown']);
    });

    it('are amended under their id, and left alone where nothing changes', async () => {
      const first = await register('tynset', [{ number: '0437' }]);
      const same = await register('tynset', [{ number: '0437' }]);
      expect([same.status, same.body]).toEqual([201, first.body]);
      const amended = await register('tynset', [
        { number: '0437', to: '2019-12-31' },
        { number: '3427', from: '2020-01-01' },
      ]);
      expect(amended.body).toMatchObject({ id: 'tynset', revision: 1 });
      const found = await get(`/v1/municipalities/3427?atLeast=${amended.body.position}`);
      expect(found.body).toMatchObject({ id: 'tynset', revision: 1 });
    });

    it('do not take the number another has at the same time', async () => {
      await register('vale', [{ number: '0716', to: '2001-12-31' }]);
      const taken = await register('re-kommune', [
        { number: '0701', to: '2001-05-31' },
        { number: '0716', from: '2001-06-01' },
      ]);
      expect([taken.status, taken.body]).toMatchObject([
        409,
        {
          code: 'number-taken',
          errors: [{ field: 'numbers.1.number', rule: 'number-taken' }],
          values: { value: '0716', municipality: 'vale' },
        },
      ]);
      expect((await register('re-kommune', [{ number: '0716', from: '2002-01-01' }])).status).toBe(201);
      expect((await get('/v1/municipalities/0716')).body.id).toBe('re-kommune');
    });

    it('take a number once, however many ask at once', async () => {
      const ids = Array.from({ length: 8 }, (_, index) => `rival-${index}`);
      const answers = await Promise.all(ids.map((id) => register(id, [{ number: '0999' }])));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    });

    it('hold together', async () => {
      const two = await register('both', [{ number: '0001' }, { number: '0002' }]);
      expect([two.status, two.body]).toMatchObject([
        422,
        { code: 'municipality-invalid', errors: [{ field: 'numbers.1', rule: 'periods-overlap' }] },
      ]);
      expect((await register('swedish', [{ number: 'SE-1444' }])).status).toBe(400);
    });

    it('are listed', async () => {
      const { body } = await get('/v1/municipalities');
      expect(body.items.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['re-kommune', 'roros', 'tynset', 'vale']),
      );
    });
  });

  describe('instruments', () => {
    it('are published with their crosswalks, and read whole', async () => {
      expect((await post('/v1/instruments', { instrument: earlier })).status).toBe(201);
      const published = await post('/v1/instruments', { instrument: later, crosswalks: [earlierToLater] });
      const { digest } = instrumentPublished().data;
      const head = { id: 'kommunekompasset', version: '2.1', digest, revision: 1 };
      expect([published.status, published.body]).toMatchObject([201, head]);
      const read = await get(`/v1/instruments/kommunekompasset/2.1?atLeast=${published.body.position}`);
      expect(read.body).toEqual({ ...head, instrument: later, crosswalks: [earlierToLater] });
      const listed = await get('/v1/instruments');
      expect(listed.body.items.map(({ version }) => version)).toEqual(['2.0', '2.1']);
    });

    it('are published once, a version by one document', async () => {
      const again = await post('/v1/instruments', { instrument: later, crosswalks: [earlierToLater] });
      expect([again.status, again.body.code]).toEqual([409, 'already-exists']);
      const other = await post('/v1/instruments', { instrument: { ...later, about: 'Another.' } });
      expect([other.status, other.body.values]).toEqual([409, { digest: instrumentPublished().data.digest }]);
    });

    it('take a corrected crosswalk, held to both versions', async () => {
      const corrected = { ...earlierToLater, about: 'ILLUSTRATIVE. Second edition.' };
      const published = await post('/v1/instruments', { instrument: later, crosswalks: [corrected] });
      expect(published.body).toMatchObject({ revision: 2 });
      const [first, ...others] = earlierToLater.indicators;
      const unfit = { ...earlierToLater, indicators: [{ ...first!, from: ['9.9.9'] }, ...others] };
      const refused = await post('/v1/instruments', { instrument: later, crosswalks: [unfit] });
      expect([refused.status, refused.body.code]).toEqual([422, 'crosswalk-invalid']);
    });

    it('keep their own rules', async () => {
      const [area] = later.areas;
      const short = { ...later, areas: [{ ...area!, maxTenths: 999 }] };
      const refused = await post('/v1/instruments', { instrument: short });
      expect([refused.status, refused.body.code]).toEqual([422, 'instrument-invalid']);
      const unknown = await get('/v1/instruments/kommunekompasset/9.9');
      expect([unknown.status, unknown.body.code]).toEqual([404, 'instrument-unknown']);
    });
  });

  it('answers a repeated request as before', async () => {
    const body = { country: 'NO', names: { nb: 'Skaun' }, numbers: [{ number: '5029' }] };
    const send = (changed: object = {}) =>
      post('/v1/municipalities', { ...body, ...changed }, { 'Idempotency-Key': 'skaun' });
    const first = await send();
    expect(first.status).toBe(201);
    expect((await send()).body).toEqual(first.body);
    const reused = await send({ names: { nb: 'Gausdal' } });
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('tells the other contexts how each is now', async () => {
    const latestOf = (key: string) => heard.findLast((message) => message.key === key);
    while (latestOf('tynset')?.version !== 1) await delay(5);
    expect(latestOf('tynset')!.data).toMatchObject({ numbers: [{ number: '0437' }, { number: '3427' }] });
    const { digest } = instrumentPublished().data;
    while (latestOf(digest)?.version !== 2) await delay(5);
    expect(latestOf(digest)!.data).toMatchObject({ version: '2.1', crosswalks: [{ from: '2.0' }] });
  });
});
