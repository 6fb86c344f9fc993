import { createServer, type Server } from 'node:http';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { routes } from '@kompass/contracts';
import { createApp, createLogger, Endpoint } from '@kompass/http';
import { Controller } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT, exportJWK } from 'jose';
import request from 'supertest';
import { AccessModule } from './access.module.js';
import { TokenMint } from './token.js';

@Controller()
class ResultsController {
  @Endpoint(routes.listResults)
  list() {
    return { items: [] };
  }
}

interface Pair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const pair = (kid: string): Pair => ({ kid, ...generateKeyPairSync('ed25519') });
const mintOf = (key: Pair) => new TokenMint(() => Promise.resolve(key));

/** What a gateway publishes, and how often it was asked. */
let published: readonly Pair[] = [];
let asked = 0;

function gateway(port = 0): Server {
  const answer = async () => ({
    keys: await Promise.all(
      published.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' })),
    ),
  });
  return createServer((_, response) => {
    asked += 1;
    void answer().then((keys) => response.end(JSON.stringify(keys)));
  }).listen(port, '127.0.0.1');
}

describe('a service', () => {
  const first = pair('first');
  let edge: Server;
  let app: NestFastifyApplication;
  let api: ReturnType<typeof request>;

  const list = async (token?: string) => {
    const test = api.get('/v1/results');
    return (await (token === undefined ? test : test.set('Authorization', `Bearer ${token}`))).status;
  };
  const tokenOf = async (key: Pair) => (await mintOf(key).mint('anybody', new Date())).token;

  beforeAll(async () => {
    edge = gateway();
    await once(edge, 'listening');
    const { port } = edge.address() as AddressInfo;
    const imports = [AccessModule.trusting(`http://127.0.0.1:${port}`, { maxAgeMs: 200, cooldownMs: 0 })];
    app = await createApp(
      { module: class Service {}, imports, controllers: [ResultsController] },
      { secret: Buffer.from('secret'), logger: createLogger('silent') },
    );
    await app.listen(0, '127.0.0.1');
    api = request(await app.getUrl());
  });
  afterAll(async () => {
    await app?.close();
    edge?.close();
  });
  beforeEach(() => {
    published = [first];
  });

  it('shows nothing to whoever comes past the gateway, but how it is', async () => {
    expect(await list()).toBe(401);
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await api.get(path)).status).toBe(200);
    expect((await api.get('/openapi.json')).status).toBe(401);
    expect(asked).toBe(0);
  });

  it('answers whom the gateway speaks for, also somebody without an account', async () => {
    const principal = { accountId: 'reader', roles: ['reader' as const] };
    const { token } = await mintOf(first).mint(principal, new Date());
    expect(await list(token)).toBe(200);
    expect(await list(await tokenOf(first))).toBe(200);
  });

  it.each([
    ['of another audience', { aud: 'another' }, { alg: 'EdDSA', kid: 'first' }],
    ['of another issuer', { iss: 'another' }, { alg: 'EdDSA', kid: 'first' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 1 }, { alg: 'EdDSA', kid: 'first' }],
    ['of a key that is not published', {}, { alg: 'EdDSA', kid: 'another' }],
  ])('refuses a token %s', async (_, change, header) => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const claims = { anybody: true, iss: 'kompass', aud: 'kompass', exp, ...change };
    expect(await list(await new SignJWT(claims).setProtectedHeader(header).sign(first.privateKey))).toBe(401);
  });

  it('refuses a token that nobody signed, or the wrong key', async () => {
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 60;
    const claims = { anybody: true, iss: 'kompass', aud: 'kompass', exp };
    expect(await list(`${encoded({ alg: 'none', kid: 'first' })}.${encoded(claims)}.`)).toBe(401);
    expect(await list(await tokenOf(pair('first')))).toBe(401);
  });

  it('learns of a new key while requests go on, and forgets an old one', async () => {
    const second = pair('second');
    const old = await tokenOf(first);
    published = [first, second];
    const traffic = [];
    for (let n = 0; n < 40; n += 1) traffic.push(list(n % 2 === 0 ? old : await tokenOf(second)));
    expect(new Set(await Promise.all(traffic))).toEqual(new Set([200]));
    published = [second];
    while ((await list(await tokenOf(first))) !== 401);
    expect(await list(await tokenOf(second))).toBe(200);
  });

  it('goes on by the keys it has while the gateway is away', async () => {
    expect(await list(await tokenOf(first))).toBe(200);
    const { port } = edge.address() as AddressInfo;
    edge.closeAllConnections();
    edge.close();
    await once(edge, 'close');
    const until = Date.now() + 300; // older than the keys may become
    while (Date.now() < until) expect(await list(await tokenOf(first))).toBe(200);
    expect(await list(await tokenOf(pair('unheard-of')))).toBe(401);
    edge = gateway(port);
    await once(edge, 'listening');
    const second = pair('second');
    published = [first, second];
    while ((await list(await tokenOf(second))) !== 200);
  });

  it('says of what it has never seen a key of that it cannot tell', async () => {
    const alone = await createApp(
      {
        module: class Service {},
        imports: [AccessModule.trusting('http://127.0.0.1:1')],
        controllers: [ResultsController],
      },
      { secret: Buffer.from('secret'), logger: createLogger('silent') },
    );
    await alone.listen(0, '127.0.0.1');
    const token = await tokenOf(first);
    const answer = await request(await alone.getUrl())
      .get('/v1/results')
      .set('Authorization', `Bearer ${token}`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'keys-unreachable' } });
    expect(answer.headers['retry-after']).toBe('1');
    await alone.close();
  });
});
