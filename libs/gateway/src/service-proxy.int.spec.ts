import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { services, type Service } from '@kompass/contracts';
import { createApp, createLogger } from '@kompass/http';
import { AccessModule } from '@kompass/identity';
import { MessagingModule } from '@kompass/messaging';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GatewayModule } from './gateway.module.js';
import type { ServiceUrls } from './service-urls.js';

/** A request as a service got it. */
interface Got {
  readonly service: Service;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answering = (response: ServerResponse, got: Got) => void;

/** Stands in for a service: says what it is told to. */
class StandIn {
  readonly got: Got[] = [];
  answer: Answering = (response) => response.end('{"items":[]}');
  private constructor(private readonly server: Server) {}

  static async start(service: Service, port = 0): Promise<StandIn> {
    const server = createServer();
    const standIn = new StandIn(server);
    server.on('request', (request, response) => {
      const { method = '', url = '', headers } = request;
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const got = { service, method, url, headers, body: Buffer.concat(chunks).toString() };
        standIn.got.push(got);
        response.setHeader('content-type', 'application/json');
        standIn.answer(response, got);
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

describe('the gateway', () => {
  const standIns = {} as Record<Service, StandIn>;
  let app: NestFastifyApplication;
  let url: string;
  const ask = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init);
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  beforeAll(async () => {
    for (const service of services) standIns[service] = await StandIn.start(service);
    const urls = Object.fromEntries(services.map((service) => [service, standIns[service].url]));
    const imports = [
      MessagingModule.forRoot(),
      GatewayModule.with(urls as ServiceUrls),
      AccessModule.trusting('http://127.0.0.1:1'),
    ];
    app = await createApp(
      { module: class Gateway {}, imports },
      {
        secret: Buffer.from('secret'),
        logger: createLogger('silent'),
      },
    );
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app?.close();
    for (const service of services) await standIns[service]?.stop();
  });
  beforeEach(() => {
    for (const service of services) {
      standIns[service].got.length = 0;
      standIns[service].answer = (response) => response.end('{"items":[]}');
    }
  });

  it('hands a request on to the service of its route, as it came', async () => {
    const body = '{ "text": "Røros,\\u0020 som det står" }';
    const correlationId = '6b0f8d0e-5a1c-4e0b-9d67-3c1f0f9c1d11';
    const answer = await post('/v1/evaluations/roros%2D2017/finalisation?a=%zz&b=1+2', body, {
      'idempotency-key': 'once',
      'accept-language': 'nb',
      'x-correlation-id': correlationId,
      authorization: 'Bearer token',
    });
    expect(answer.status).toBe(200);
    const [got] = standIns.scoring.got;
    expect(got).toMatchObject({
      method: 'POST',
      url: '/v1/evaluations/roros-2017/finalisation?a=%zz&b=1+2',
      body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'once',
        'accept-language': 'nb',
        'x-correlation-id': correlationId,
        authorization: 'Bearer token',
      },
    });
    expect(answer.headers.get('x-correlation-id')).toBe(correlationId);
  });

  it.each([
    ['GET', '/v1/results', 'reporting'],
    ['GET', '/v1/municipalities/5025', 'scoring'],
    ['GET', '/v1/municipalities/5025/longitudinal', 'reporting'],
    ['DELETE', '/v1/evaluations/roros-2017/assessors/lead', 'scoring'],
    ['GET', '/v1/evaluations/roros-2017/plan', 'scheduling'],
    ['GET', '/v1/admin/parked/reporting.12', 'reporting'],
    ['POST', '/v1/admin/projections/register.municipality/rebuild', 'scoring'],
  ] as const)('asks of %s %s the service %s, and no other', async (method, path, service) => {
    expect((await ask(path, { method })).status).toBe(200);
    const got = services.flatMap((each) => standIns[each].got);
    expect(got).toMatchObject([{ service, method, url: path, body: '' }]);
  });

  it('keeps from a service what a client may say of itself, and where it asks from', async () => {
    await ask('/v1/results', {
      headers: { cookie: 'a=b', 'x-forwarded-for': '1.2.3.4', forwarded: 'for=1.2.3.4', 'x-anything': '1' },
    });
    const names = Object.keys(standIns.reporting.got[0]!.headers);
    expect(names.filter((name) => !['host', 'connection'].includes(name)).toSorted()).toEqual([
      'accept',
      'accept-language',
      'x-correlation-id',
    ]);
  });

  it('answers as the service does: status, headers, problem', async () => {
    standIns.scoring.answer = (response) => {
      response.writeHead(409, {
        'content-type': 'application/problem+json; charset=utf-8',
        'content-language': 'nb',
        'cache-control': 'private, no-cache',
      });
      response.end('{"code":"stale-value"}');
    };
    const answer = await post('/v1/evaluations/roros-2017/finalisation', '{}');
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('content-language')).toBe('nb');
    expect(await answer.text()).toBe('{"code":"stale-value"}');
  });

  it('passes an answer on while it comes', async () => {
    let more = (_text: string): void => undefined;
    standIns.scoring.answer = (response) => {
      response.write('first\n');
      more = (text) => response.end(text);
    };
    const { body } = await ask('/v1/evaluations/roros-2017/proof');
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('first\n');
    more('last\n');
    expect((await reader.read()).value).toBe('last\n');
  });

  it('gives up an answer that nobody waits for any more', async () => {
    const closed = new Promise<void>((resolve) => {
      standIns.scoring.answer = (response) => {
        response.write('first\n');
        response.on('close', resolve);
      };
    });
    const waiting = new AbortController();
    await ask('/v1/evaluations/roros-2017/proof', { signal: waiting.signal });
    waiting.abort();
    await closed;
  });

  it('refuses what is too large before a service hears of it, however it is sent', async () => {
    const large = new Uint8Array(2 ** 20 + 1);
    const answer = await post('/v1/evaluations/roros-2017/finalisation', large);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      413,
      'request-too-large',
    ]);
    const chunked = await ask('/v1/evaluations/roros-2017/finalisation', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new ReadableStream({
        start(controller) {
          for (let n = 0; n < 20; n += 1) controller.enqueue(new Uint8Array(2 ** 16));
          controller.close();
        },
      }),
      duplex: 'half',
    });
    expect(chunked.status).toBe(413);
    expect(standIns.scoring.got).toEqual([]);
  });

  it('leaves to the service what is wrong with a body', async () => {
    await post('/v1/evaluations/roros-2017/finalisation', 'no json');
    await post('/v1/evaluations/roros-2017/finalisation', 'a=b', { 'content-type': 'text/plain' });
    expect(standIns.scoring.got.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['no json', 'application/json'],
      ['a=b', 'text/plain'],
    ]);
  });

  it('knows of no address that could be read as another', async () => {
    const answer = await ask('/v1/results/%2E%2E');
    expect(answer.status).toBe(404);
    expect((await ask('/v1/nothing')).status).toBe(404);
    expect((await ask('/v1/results', { method: 'PUT' })).status).toBe(405);
    expect(standIns.reporting.got).toEqual([]);
  });

  it('says which service is away, and goes on with the others; back, it answers again', async () => {
    const { port } = new URL(standIns.reporting.url);
    await standIns.reporting.stop();
    for (const path of ['/v1/results', '/v1/admin/projections']) {
      const answer = await ask(path, { headers: { 'accept-language': 'en' } });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await answer.json()).toMatchObject({
        code: 'service-unreachable',
        values: { service: 'reporting' },
      });
    }
    expect((await ask('/v1/instruments')).status).toBe(200);
    standIns.scoring.answer = (response) => response.end('{"parts":{"messaging":{"ready":true}}}');
    standIns.scheduling.answer = (response) =>
      response.end('{"parts":{"messaging":{"ready":true,"detail":"no broker"}}}');
    const ready = await ask('/readyz');
    expect(await ready.json()).toMatchObject({
      parts: {
        'service reporting': { detail: 'does not answer' },
        'service scheduling': { detail: 'ready, but messaging: no broker' },
        'service scoring': { detail: 'ready' },
      },
    });
    standIns.reporting = await StandIn.start('reporting', Number(port));
    expect((await ask('/v1/results')).status).toBe(200);
  });

  it('asks once more for what is read, never for what is done, when a connection breaks', async () => {
    let broken = 0;
    standIns.scoring.answer = (response) => {
      if (broken++ % 2 === 0) response.socket!.destroy();
      else response.end('{"items":[]}');
    };
    expect((await ask('/v1/instruments')).status).toBe(200);
    expect((await post('/v1/evaluations/roros-2017/finalisation', '{}')).status).toBe(503);
    expect(standIns.scoring.got.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
  });

  it('passes on that a service is not ready, without asking it again', async () => {
    standIns.scoring.answer = (response) =>
      response.writeHead(503, { 'retry-after': '7' }).end('{"code":"not-yet"}');
    const answer = await ask('/v1/instruments');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
    expect(standIns.scoring.got).toHaveLength(1);
  });

  describe('for what every service has', () => {
    it('asks all, and puts their lists together', async () => {
      for (const service of services)
        standIns[service].answer = (response) => response.end(`{"items":[{"name":"${service}.x"}]}`);
      const answer = await ask('/v1/admin/projections', { headers: { authorization: 'Bearer token' } });
      expect(await answer.json()).toEqual({ items: services.map((service) => ({ name: `${service}.x` })) });
      for (const service of services)
        expect(standIns[service].got).toMatchObject([{ headers: { authorization: 'Bearer token' } }]);
    });

    it('puts pages together into one, oldest first', async () => {
      const parkedAt = (minute: number) => `2026-01-01T10:0${minute}:00.000Z`;
      const page = (service: Service, ...minutes: number[]) =>
        minutes.map((minute) => ({ id: `${service}.${minute}`, parkedAt: parkedAt(minute) }));
      const pages = {
        scheduling: page('scheduling', 2, 5),
        scoring: page('scoring', 1, 3),
        reporting: page('reporting', 4, 6),
      };
      for (const service of services)
        standIns[service].answer = (response) =>
          response.end(JSON.stringify({ items: pages[service], next: null }));
      const answer = await ask('/v1/admin/parked?limit=4');
      const { items, next } = (await answer.json()) as { items: { id: string }[]; next: string };
      expect(items.map(({ id }) => id)).toEqual(['scoring.1', 'scheduling.2', 'scoring.3', 'reporting.4']);
      expect(next).toBe(`${parkedAt(4)}~reporting.4`);
    });

    it('rebuilds everything everywhere', async () => {
      for (const service of services)
        standIns[service].answer = (response) => response.end(`{"rebuilding":["${service}.x"]}`);
      const answer = await ask('/v1/admin/projections/all/rebuild', { method: 'POST' });
      expect(answer.status).toBe(202);
      expect(await answer.json()).toEqual({ rebuilding: ['scheduling.x', 'scoring.x', 'reporting.x'] });
    });

    it('is refused as one of them refuses', async () => {
      standIns.scoring.answer = (response) =>
        response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"code":"forbidden"}');
      const answer = await ask('/v1/admin/projections');
      expect([answer.status, await answer.json()]).toEqual([403, { code: 'forbidden' }]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });
  });
});
