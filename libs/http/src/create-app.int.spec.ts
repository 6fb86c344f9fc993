import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type InputOf, type Problem } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import {
  Controller,
  Inject,
  Injectable,
  Module,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import request from 'supertest';
import { createApp } from './create-app.js';
import { Readiness } from './health/readiness.js';
import { createLogger } from './logging/logger.js';
import { Command } from './requests/command-contexts.js';
import { Endpoint } from './requests/endpoint.decorator.js';
import { Input } from './requests/input.guard.js';
import { Problems, type ToProblem } from './problems/send-problem.js';

const position = '7-7';
const correlationId = '6f1d9e0c-0a51-4d4e-9d0e-0f3c6a0f2b11';

/** A few real routes over handlers that show what reaches them, or refuse. */
@Controller()
class ScoresController {
  readonly seen: CommandContext[] = [];

  @Endpoint(routes.proposeScore)
  propose(
    @Input() { params, body }: InputOf<typeof routes.proposeScore>,
    @Command() context: CommandContext,
  ) {
    if (params.indicatorId === '9.9.9')
      throw new Rejected('unknown-indicator', { field: 'indicator', value: '9.9.9' });
    if (params.id === 'unseen') throw new Rejected('evaluation-unknown');
    if (params.id === 'broken') throw new Error('a secret of the database');
    if (params.id === 'busy') throw new Rejected('stream-busy', { retryAfter: 3 });
    if (body.points === 15.5)
      throw new Rejected('score-above-maximum', { field: 'points', value: 15.5, max: 15 });
    this.seen.push(context);
    return { revision: this.seen.length, position };
  }

  @Endpoint(routes.proposeScores)
  proposeMany(@Input() { body }: InputOf<typeof routes.proposeScores>, @Problems() toProblem: ToProblem) {
    const problem = toProblem(new Rejected('unknown-indicator', { field: 'indicator', value: '9.9.9' }));
    return {
      items: body.items.map((_, index) => ({ index, status: 'refused' as const, problem })),
      revision: 0,
      position,
    };
  }

  @Endpoint(routes.signOut)
  signOut(): void {}

  @Endpoint(routes.listResults)
  list(@Input() { query }: InputOf<typeof routes.listResults>) {
    if (query.atLeast === '9-9') throw new Rejected('not-caught-up', { atLeast: query.atLeast });
    return { items: [] };
  }
}

@Injectable()
class EverybodyIsLead implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getRequest<FastifyRequest>().principal = {
      accountId: 'lead',
      roles: ['assessor'],
    };
    return true;
  }
}

const flaky = { ready: true, detail: 'following' };

@Module({ controllers: [ScoresController], providers: [{ provide: APP_GUARD, useClass: EverybodyIsLead }] })
class ScoresModule {
  constructor(@Inject(Readiness) readiness: Readiness) {
    readiness.register('flaky', () => flaky);
  }
}

describe('an application', () => {
  const log: string[] = [];
  const logger = createLogger('info', { write: (line) => void log.push(line) });
  let app: NestFastifyApplication;
  let api: ReturnType<typeof request>;
  let port: number;

  beforeAll(async () => {
    app = await createApp(ScoresModule, { secret: Buffer.from('secret'), logger });
    await app.listen(0, '127.0.0.1');
    port = Number(new URL(await app.getUrl()).port);
    api = request(`http://127.0.0.1:${port}`);
  });
  afterAll(() => app.close());

  const proposals = '/v1/evaluations/roros-2017/indicators/5.6.2/proposals';
  const valid = { points: 7.5, rationale: { nb: 'Plan' } };
  const broken = (errors: readonly object[], code = 'invalid-request') =>
    expect.objectContaining({ code, errors });

  it('answers with the status of the route and what the handler says', async () => {
    const answer = await api.post(proposals).send(valid);
    expect([answer.status, answer.body]).toEqual([201, { revision: expect.any(Number), position }]);
    expect((await api.delete('/v1/sessions/current')).status).toBe(204);
  });

  it('carries a correlation id that is a UUID, or issues one', async () => {
    const given = await api.post(proposals).set('x-correlation-id', correlationId).send(valid);
    expect(given.headers['x-correlation-id']).toBe(correlationId);
    expect(app.get(ScoresController, { strict: false }).seen.at(-1)!.correlationId).toBe(correlationId);
    const issued = await api.post(proposals).set('x-correlation-id', 'anything-else').send(valid);
    expect(issued.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('recognises a repeated command by its key', async () => {
    const { seen } = app.get(ScoresController, { strict: false });
    for (const path of [proposals, proposals.replace('roros', 'r%6Fros')]) {
      await api.post(path).set('Idempotency-Key', 'k-1').send(valid);
    }
    const [first, second] = seen.slice(-2);
    expect(second).toMatchObject({ commandId: first!.commandId, request: first!.request });
    expect((await api.post(proposals).set('Idempotency-Key', 'a b').send(valid)).body).toEqual(
      broken([{ field: 'Idempotency-Key', rule: 'wrong-format' }]),
    );
  });

  it.each([
    ['{"points":', [{ field: '', rule: 'not-json' }]],
    ['{"__proto__":{"points":1}}', [{ field: '', rule: 'not-json' }]],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), [{ field: '', rule: 'not-utf-8' }]],
    ['['.repeat(40) + ']'.repeat(40), [{ field: '', rule: 'too-deep' }]],
    ['', [{ field: '', rule: 'required' }]],
    ['null', [{ field: '', rule: 'must-be-object' }]],
    ['{"points":"7,5"}', [{ field: 'points', rule: 'must-be-number' }]],
    ['{"points":1e999}', [{ field: 'points', rule: 'must-be-number' }]],
    ['{"rationale":{"nb":"\\u0000"}}', [{ field: 'rationale.nb', rule: 'no-control-characters' }]],
    ['{"rationale":{"nb":"\\ud800"}}', [{ field: 'rationale.nb', rule: 'no-control-characters' }]],
    ['{"points":1,"slot":"x"}', [{ field: 'slot', rule: 'unknown-field' }]],
  ])('refuses %s', async (body, errors) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}${proposals}`, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([400, broken(errors)]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('refuses what it cannot take, each with its status', async () => {
    const status = async (test: request.Test) => {
      const answer = await test;
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      const { title, detail, code, status } = answer.body as Problem;
      expect([title, detail, status]).toEqual([expect.any(String), expect.any(String), answer.status]);
      return [answer.status, code];
    };
    const large = JSON.stringify({ rationale: { nb: 'x'.repeat(2 * 1024 * 1024) } });
    expect(await status(api.post(proposals).type('application/json').send(large))).toEqual([
      413,
      'request-too-large',
    ]);
    expect(await status(api.post(proposals).type('text/plain').send('points=1'))).toEqual([
      415,
      'media-type-unsupported',
    ]);
    expect(await status(api.post(proposals).type('form').send('points=1'))).toEqual([
      415,
      'media-type-unsupported',
    ]);
    expect(await status(api.get('/v1/nothing'))).toEqual([404, 'not-found']);
    expect(await status(api.get('/v1/evaluations/%E0%A4%A/totals'))).toEqual([400, 'unreadable-request']);
    expect(await status(api.post(`/v1/evaluations/${'x'.repeat(300)}/proposals`).send(valid))).toEqual([
      414,
      'address-too-long',
    ]);
    expect(await status(api.get('/v1/results?atLeast=x'))).toEqual([400, 'invalid-request']);
    expect(await status(api.get('/v1/results?page=2'))).toEqual([400, 'invalid-request']);
    expect(await status(api.get('/v1/results?atLeast=1-1&atLeast=2-2'))).toEqual([400, 'invalid-request']);
  });

  it('tells which methods an address takes', async () => {
    const answer = await api.put(proposals).send(valid);
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
  });

  it('answers bytes that are not HTTP with a problem too', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
  });

  it('words a refusal in the language of the reader', async () => {
    const said = async (language: string) => {
      const answer = await api.post(proposals).set('Accept-Language', language).send({ points: 15.5 });
      return [answer.status, answer.headers['content-language'], (answer.body as { title: string }).title];
    };
    expect(await said('nn-NO,en;q=0.5')).toEqual([422, 'nb', 'For mange poeng']);
    expect(await said('de')).toEqual([422, 'en', 'Too many points']);
  });

  it('says in every 404 of an evaluation where a result may be', async () => {
    const links = { result: '/v1/results/roros-2017' };
    const unknown = await api.post(proposals.replace('5.6.2', '9.9.9')).send(valid);
    expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown-indicator', links } });
    const unseen = await api.post(proposals.replace('roros-2017', 'unseen')).send(valid);
    expect(unseen).toMatchObject({
      status: 404,
      body: { code: 'evaluation-unknown', links: { result: '/v1/results/unseen' } },
    });
    const impossible = await api.post(proposals.replace('roros-2017', 'R%20S')).send(valid);
    expect(impossible).toMatchObject({
      status: 404,
      body: { code: 'not-found', links: { result: '/v1/results/R%20S' } },
    });
  });

  it('answers an item of a bulk request as what it is in a body', async () => {
    const answer = await api
      .post('/v1/evaluations/roros-2017/proposals')
      .send({ items: [{ indicator: '9.9.9', points: 1 }] });
    expect(answer).toMatchObject({ status: 200, body: { items: [{ index: 0, problem: { status: 422 } }] } });
  });

  it('says when to try again', async () => {
    const busy = await api.post(proposals.replace('roros-2017', 'busy')).send(valid);
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, '3']);
    const behind = await api.get('/v1/results?atLeast=9-9');
    expect([behind.status, behind.headers['retry-after']]).toEqual([503, '1']);
  });

  it('tells nothing of an error that nobody expected, and logs it under the correlation id', async () => {
    const answer = await api
      .post(proposals.replace('roros-2017', 'broken'))
      .set('x-correlation-id', correlationId)
      .send(valid);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|at /);
    expect(answer.body).toMatchObject({ code: 'internal-error', correlationId: correlationId });
    const logged = log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged).toContainEqual(
      expect.objectContaining({
        level: 'error',
        correlationId: correlationId,
        err: expect.objectContaining({ message: 'a secret of the database' }),
      }),
    );
    expect(logged).toContainEqual(
      expect.objectContaining({
        msg: 'request',
        correlationId: correlationId,
        status: 500,
        account: 'lead',
        route: expect.stringContaining(':id'),
      }),
    );
  });

  it('is healthy, and ready while every part is', async () => {
    expect((await api.get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await api.get('/readyz')).body).toEqual({
      status: 'ready',
      parts: { flaky: { ready: true, detail: 'following' } },
    });
    Object.assign(flaky, { ready: false, detail: 'halted at 7-7' });
    const answer = await api.get('/readyz');
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'not-ready', detail: 'Not ready: flaky (halted at 7-7).' },
    });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('shows its metrics and its description', async () => {
    const metrics = await api.get('/metrics');
    expect(metrics.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(metrics.text).toMatch(
      /kompass_http_request_duration_seconds_count\{method="POST",route="[^"]*:indicatorId\/proposals",status="201"\}/,
    );
    expect((await api.get('/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
  });

  it('guards its answers with headers', async () => {
    const { headers } = await api.get('/healthz');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.any(String),
      'cache-control': 'private, no-cache',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});

describe('an application that closes', () => {
  it('answers what is under way, and then waits for no connection that is only kept', async () => {
    const logger = createLogger('silent');
    const app = await createApp(ScoresModule, { secret: Buffer.from('secret'), logger });
    const closing = new Promise<void>((resolve) => {
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('preClose', async () => resolve());
    });
    const asked = new Promise<void>((resolve) => {
      app.get(Readiness).register('slow', async () => {
        resolve();
        await closing;
        return { ready: true };
      });
    });
    await app.listen(0, '127.0.0.1');
    const answer = fetch(`${await app.getUrl()}/readyz`);
    await asked;
    await app.close();
    expect((await answer).headers.get('connection')).toBe('close');
  });
});

describe('an application behind a proxy', () => {
  it.each([
    ['believes what the proxy has seen, not what its client has written', true, '203.0.113.7'],
    ['believes nobody unless it is told to', false, '127.0.0.1'],
  ])('%s', async (_, trustProxy, address) => {
    const options = { secret: Buffer.from('secret'), logger: createLogger('silent'), trustProxy };
    const app = await createApp(ScoresModule, options);
    const instance = app.getHttpAdapter().getInstance();
    instance.get('/address', ({ ip }) => ({ ip }));
    await app.listen(0, '127.0.0.1');
    const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' };
    const answer = await fetch(`${await app.getUrl()}/address`, { headers });
    expect(await answer.json()).toEqual({ ip: address });
    await app.close();
  });
});

describe('an application without a guard', () => {
  it('shows nothing', async () => {
    @Module({ controllers: [ScoresController] })
    class Unguarded {}
    const app = await createApp(Unguarded, { secret: Buffer.from('secret'), logger: createLogger('silent') });
    await app.listen(0, '127.0.0.1');
    try {
      expect((await request(await app.getUrl()).get('/v1/results')).status).toBe(500);
    } finally {
      await app.close();
    }
  });
});
