import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type Account, type IntegrationEvent } from '@kompass/contracts';
import { createApp, createLogger, Endpoint, Who, type Reader } from '@kompass/http';
import { MESSAGE_BUS, MessagingModule, type MessageBus } from '@kompass/messaging';
import { POSTGRES_URL } from '@kompass/read-store';
import { hearing, testDatabase, type TestDatabase } from '@kompass/testing';
import { Controller, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { evaluationVisibilityToken, type EvaluationVisibility } from './access/evaluation-visibility.port.js';
import { TokenMint } from './access/token.js';
import { Accounts } from './accounts/accounts.js';
import { IdentityModule } from './identity.module.js';
import { SigningKeys } from './keys/signing-keys.js';

const password = 'a long enough one';

/** Routes of an evaluation, over handlers that only answer. */
@Controller()
class EvaluationController {
  reader: Reader | undefined;

  @Endpoint(routes.reopenEvaluation)
  reopen() {
    return { revision: 1, position: '1-1', edition: 2 };
  }

  @Endpoint(routes.listResults)
  list(@Who() reader: Reader) {
    this.reader = reader;
    return { items: [] };
  }
}

const onlyPublished: EvaluationVisibility = { maySee: (_, id) => Promise.resolve(id === 'published') };

@Module({
  controllers: [EvaluationController],
  providers: [{ provide: evaluationVisibilityToken('scoring'), useValue: onlyPublished }],
})
class ScoringModule {}

@Module({})
class Database {}

let database: TestDatabase;
let app: NestFastifyApplication;
let api: ReturnType<typeof request>;
let clock = new Date('2026-01-01T10:00:00Z');
const told: IntegrationEvent[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const url = { provide: POSTGRES_URL, useValue: database.url };
  const imports = [
    { module: Database, global: true, providers: [url], exports: [url] },
    MessagingModule.forRoot(),
    IdentityModule.with({ sessionHours: 12, operatorToken: 'operator-on-this-machine' }),
    ScoringModule,
  ];
  const options = { secret: Buffer.from('secret'), logger: createLogger('silent'), now: () => clock };
  app = await createApp({ module: class App {}, imports }, options);
  const bus = app.get<MessageBus>(MESSAGE_BUS);
  bus.subscribe(hearing('test', ['kompass.people.v1'], (message) => told.push(message)));
  await app.listen(0, '127.0.0.1');
  api = request(await app.getUrl());
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

const signIn = (email: string, secret = password) =>
  api.post('/v1/sessions').send({ email, password: secret });
async function sessionOf(email: string): Promise<string> {
  const answer = await signIn(email);
  expect([email, answer.status]).toEqual([email, 201]);
  return (answer.body as { token: string }).token;
}
const as = (test: request.Test, token: string) => test.set('Authorization', `Bearer ${token}`);
const operator = (test: request.Test) => as(test, 'operator-on-this-machine');

/** An account of one's own for a test. */
async function accountOf(id: string, ...roles: readonly string[]): Promise<{ id: string; email: string }> {
  const email = `${id}@kompass.example`;
  const answer = await operator(api.post('/v1/accounts')).send({ id, email, name: id, roles, password });
  expect([id, answer.status]).toEqual([id, 201]);
  return { id, email };
}
const change = (id: string, body: object) => operator(api.patch(`/v1/accounts/${id}`)).send(body);

describe('the first administrator', () => {
  it('makes their account by a one-time link, which the program shows until there is one', async () => {
    const accounts = app.get(Accounts, { strict: false });
    const replaced = await accounts.firstAdministratorLink();
    const link = (await accounts.firstAdministratorLink())!;
    const admin = { password, email: 'first@kompass.example', name: 'First' };
    expect((await api.post(replaced!).send(admin)).status).toBe(404);
    const incomplete = await api.post(link).send({ password });
    expect(incomplete).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'email' }, { field: 'name' }] },
    });
    expect((await api.post(link).send(admin)).status).toBe(204);
    expect((await api.post(link).send(admin)).status).toBe(404);
    expect(await accounts.firstAdministratorLink()).toBeUndefined();
    const own = await as(api.get('/v1/accounts'), await sessionOf(admin.email));
    expect(own.body).toMatchObject({ items: [{ name: 'First', roles: ['admin'] }] });
  });
});

describe('a session', () => {
  it('is opened by e-mail and password, and by nothing else', async () => {
    const { email } = await accountOf('opener', 'reader');
    expect((await signIn(email.toUpperCase())).status).toBe(201);
    const refused = [await signIn(email, 'not the password'), await signIn('nobody@kompass.example')];
    for (const { status, body } of refused) {
      expect([status, body]).toEqual([
        401,
        { ...(refused[0]!.body as object), correlationId: expect.any(String) },
      ]);
    }
    expect((await api.post('/v1/sessions').send({ email: 'a\0b', password })).status).toBe(400);
  });

  it('is kept as a digest, the password as argon2id', async () => {
    const { id, email } = await accountOf('keeper', 'reader');
    const token = await sessionOf(email);
    const { rows } = await database.pool.query<{ password_hash: string }>(
      'SELECT password_hash FROM identity.account WHERE id = $1',
      [id],
    );
    expect(rows[0]!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const sessions = await database.pool.query<{ digest: Buffer }>('SELECT digest FROM identity.session');
    expect(sessions.rows.map(({ digest }) => digest.toString('base64url'))).not.toContain(token);
    expect(sessions.rows.map(({ digest }) => digest.toString())).not.toContain(token);
  });

  it('ends at once when its holder signs out', async () => {
    const { email } = await accountOf('leaver', 'reader');
    const [token, other] = [await sessionOf(email), await sessionOf(email)];
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(200);
    expect((await as(api.delete('/v1/sessions/current'), token)).status).toBe(204);
    const ended = await as(api.get('/v1/accounts'), token);
    expect(ended).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(ended.headers['www-authenticate']).toBe('Bearer');
    expect((await as(api.get('/v1/accounts'), other)).status).toBe(200);
  });

  it('is not opened by a password that is replaced while it is verified', async () => {
    const { id, email } = await accountOf('hasty', 'reader');
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`UPDATE identity.account SET password_hash = 'another' WHERE id = $1`, [id]);
      const answer = signIn(email).then(({ status }) => status);
      const waiting = `SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      let early: number | undefined;
      void answer.then((status) => (early = status));
      while (early === undefined && (await client.query(waiting)).rowCount === 0) await delay(5);
      await client.query('COMMIT');
      expect(await answer).toBe(401);
    } finally {
      client.release();
    }
  });

  it('ends after its hours', async () => {
    const { email } = await accountOf('sleeper', 'reader');
    const token = await sessionOf(email);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(200);
    clock = new Date(clock.getTime() + 11.9 * 3_600_000);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(200);
    clock = new Date(clock.getTime() + 0.2 * 3_600_000);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(401);
  });

  it('does not stand in the way of the next when it has ended', async () => {
    const { email } = await accountOf('returner', 'reader');
    expect((await as(signIn(email), 'an-old-one')).status).toBe(201);
    expect((await as(api.get('/v1/results'), 'an-old-one')).status).toBe(401);
  });

  it('is the only thing the edge takes: a signed token is not', async () => {
    const keys = app.get(SigningKeys, { strict: false });
    const mint = new TokenMint(() => keys.current());
    const until = new Date(clock.getTime() + 3_600_000);
    const { token } = await mint.mint({ accountId: 'opener', roles: ['admin'] }, clock, until);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(401);
    expect((await api.get('/v1/accounts').set('Authorization', 'Basic b3BlbmVy')).status).toBe(401);
  });
});

describe('guessing passwords', () => {
  it('is slowed down, for the one who guesses and the address guessed at', async () => {
    const { email } = await accountOf('guessed', 'reader');
    const bystander = await accountOf('bystander', 'reader');
    const guesses = await Promise.all(
      Array.from({ length: 8 }, (_, n) => signIn(email, `guess number ${n}`)),
    );
    const statuses = guesses.map(({ status }) => status).sort();
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const refused = await signIn(email);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect((await signIn(bystander.email)).status).toBe(201);

    await database.pool.query('UPDATE identity.throttle SET expire = 0'); // a quarter of an hour later
    expect((await signIn(email)).status).toBe(201);
  });

  it('is forgiven by the right password', async () => {
    const { email } = await accountOf('forgetful', 'reader');
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 4; n += 1) expect((await signIn(email, 'not the password')).status).toBe(401);
      expect((await signIn(email)).status).toBe(201);
    }
  });
});

describe('accounts', () => {
  async function linkFor(id: string): Promise<string> {
    const answer = await operator(api.post(`/v1/accounts/${id}/invitation`));
    expect(answer.status).toBe(201);
    return (answer.body as { path: string }).path;
  }

  it('never have the id of who acts without one', async () => {
    const account = { id: 'operator', email: 'operator@kompass.example', name: 'O', roles: [], password };
    expect(await operator(api.post('/v1/accounts')).send(account)).toMatchObject({
      status: 409,
      body: { code: 'already-exists', errors: [{ field: 'id' }] },
    });
  });

  it('are an administrator’s to see, and one’s own', async () => {
    const admin = await accountOf('chief', 'admin');
    const reader = await accountOf('curious', 'reader');
    const ids = ({ body }: request.Response) => (body as { items: Account[] }).items.map(({ id }) => id);
    expect(ids(await as(api.get('/v1/accounts'), await sessionOf(admin.email)))).toEqual(
      expect.arrayContaining(['chief', 'curious']),
    );
    const own = await as(api.get('/v1/accounts'), await sessionOf(reader.email));
    expect(ids(own)).toEqual(['curious']);
    expect(JSON.stringify(own.body)).not.toMatch(/argon2|password/);
    expect((await api.get('/v1/accounts')).status).toBe(401);
    expect((await as(api.post('/v1/accounts'), await sessionOf(reader.email)).send({})).status).toBe(403);
  });

  it('get their password by a one-time link; a new link replaces it and ends what was open', async () => {
    const account = { email: 'invited@kompass.example', name: 'Invited', roles: ['auditor'] };
    const made = await operator(api.post('/v1/accounts')).send(account);
    const { account: shown, invitation } = made.body as { account: Account; invitation: { path: string } };
    expect([made.status, shown]).toEqual([
      201,
      { ...account, id: expect.any(String), municipality: null, certificates: [], disabled: false },
    ]);
    expect((await signIn(account.email)).status).toBe(401);
    expect((await api.post(invitation.path).send({ password: 'short' })).status).toBe(400);
    expect((await api.post(invitation.path).send({ password })).status).toBe(204);
    expect((await api.post(invitation.path).send({ password: 'that of a thief' })).status).toBe(404);
    const session = await sessionOf(account.email);

    const again = await linkFor(shown.id);
    expect((await api.post(again).send({ password: 'another long one' })).status).toBe(204);
    expect((await as(api.get('/v1/accounts'), session)).status).toBe(401);
    expect((await signIn(account.email, 'another long one')).status).toBe(201);
  });

  it('cannot be invited by a link that is too old', async () => {
    const { id } = await accountOf('late', 'reader');
    const [path, other] = [await linkFor(id), await linkFor((await accountOf('prompt', 'reader')).id)];
    clock = new Date(clock.getTime() + 7 * 86_400_000 - 1000);
    expect((await api.post(other).send({ password })).status).toBe(204);
    clock = new Date(clock.getTime() + 1000);
    expect((await api.post(path).send({ password })).status).toBe(404);
  });

  it('take effect at once when they change', async () => {
    const { id, email } = await accountOf('changing', 'reader');
    const token = await sessionOf(email);
    const create = () => as(api.post('/v1/accounts'), token).send({});
    expect((await create()).status).toBe(403);
    expect((await change(id, { roles: ['admin'] })).status).toBe(200);
    expect((await create()).status).toBe(400);
    const certified = await change(id, { certificate: { from: '2010-01-01' }, name: 'New name' });
    expect(certified.body).toMatchObject({ name: 'New name', certificates: [{ from: '2010-01-01' }] });
    expect((await change(id, { disabled: true })).status).toBe(200);
    expect((await create()).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
    expect((await change(id, { disabled: false })).status).toBe(200);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(401); // the session has ended for good
  });

  it('keep what they must not lose', async () => {
    const { id, email } = await accountOf('unique', 'reader');
    await accountOf('municipal', 'reader');
    const refused = async (test: request.Test) => {
      const answer = await test;
      return [answer.status, (answer.body as { code: string }).code];
    };
    expect(await refused(change(id, { email: 'MUNICIPAL@kompass.example' }))).toEqual([409, 'email-taken']);
    const twin = { id, email: 'other@kompass.example', name: 'Twin', roles: [] };
    expect(await refused(operator(api.post('/v1/accounts')).send(twin))).toEqual([409, 'already-exists']);
    expect(await refused(operator(api.post('/v1/accounts')).send({ ...twin, id: 'twin', email }))).toEqual([
      409,
      'email-taken',
    ]);
    expect(await refused(change(id, { roles: ['municipality'] }))).toEqual([422, 'municipality-required']);
    expect((await change(id, { roles: ['municipality'], municipality: 'roros' })).status).toBe(200);
    expect(await refused(change(id, { municipality: null }))).toEqual([422, 'municipality-required']);
    expect(await refused(change('nobody-here', { name: 'X' }))).toEqual([404, 'account-unknown']);
  });

  it('always have an administrator, also when two dismiss each other at once', async () => {
    await database.pool.query(`UPDATE identity.account SET disabled = true WHERE 'admin' = ANY (roles)`);
    const pair = [await accountOf('admin-one', 'admin'), await accountOf('admin-two', 'admin')];
    const answers = await Promise.all(pair.map(({ id }) => change(id, { roles: ['reader'] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('are told to the other contexts, every version in order', async () => {
    const { id } = await accountOf('told', 'reader');
    await change(id, { roles: ['assessor'] });
    await change(id, { name: 'Told twice' });
    const messages = () => told.filter(({ key }) => key === id);
    while (messages().length < 3) await delay(10);
    expect(messages()).toMatchObject([
      { version: 1, data: { name: 'told', roles: ['reader'] } },
      { version: 2, data: { name: 'told', roles: ['assessor'] } },
      { version: 3, data: { name: 'Told twice', roles: ['assessor'] } },
    ]);
  });

  it('are erased: nothing is left but the id, which nobody else gets', async () => {
    const { id, email } = await accountOf('leaving', 'reader', 'auditor');
    const token = await sessionOf(email);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(200);
    const link = await linkFor(id);
    const erase = () => operator(api.delete(`/v1/accounts/${id}`));
    expect((await erase()).status).toBe(204);
    expect((await as(api.get('/v1/accounts'), token)).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
    expect((await api.post(link).send({ password })).status).toBe(404);
    for (const gone of [await erase(), await change(id, { name: 'Back' })])
      expect(gone).toMatchObject({ status: 404, body: { code: 'account-unknown' } });
    expect((await operator(api.post(`/v1/accounts/${id}/invitation`))).status).toBe(404);
    const { items } = (await operator(api.get('/v1/accounts'))).body as { items: Account[] };
    expect(items.map((account) => account.id)).not.toContain(id);
    const { rows } = await database.pool.query<{ row: object }>(
      'SELECT to_jsonb(account) AS row FROM identity.account WHERE id = $1',
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain('leaving@');
    expect(rows[0]!.row).toMatchObject({ id, name: null, email: null, roles: [], password_hash: null });

    const again = { id, email, name: 'Another', roles: [], password };
    expect(await operator(api.post('/v1/accounts')).send(again)).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
    expect((await operator(api.post('/v1/accounts')).send({ ...again, id: 'arriving' })).status).toBe(201);
    await app.get(Accounts, { strict: false }).seed([again]);
    expect((await signIn(email)).status).toBe(201); // of whoever has the address now
    const tombstone = () => told.find(({ key, data }) => key === id && data === null);
    while (!tombstone()) await delay(10);
    expect(tombstone()).toMatchObject({ type: 'PersonChanged', version: 2 });
  });

  it('are not erased where nobody would be left to administer', async () => {
    const others = (await operator(api.get('/v1/accounts'))).body as { items: Account[] };
    const admins = others.items.filter(({ roles, disabled }) => roles.includes('admin') && !disabled);
    for (const { id } of admins.slice(1)) await change(id, { roles: [] });
    expect(await operator(api.delete(`/v1/accounts/${admins[0]!.id}`))).toMatchObject({
      status: 409,
      body: { code: 'last-administrator' },
    });
  });

  it('can be seeded, again and again', async () => {
    const accounts = app.get(Accounts, { strict: false });
    const seeded = {
      id: 'seeded',
      email: 'seeded@kompass.example',
      name: 'Seeded',
      roles: ['reader' as const],
    };
    await accounts.seed([{ ...seeded, password: 'kompass' }]);
    await accounts.seed([{ ...seeded, password: 'kompass-demo' }]);
    expect((await signIn(seeded.email, 'kompass-demo')).status).toBe(201);
    expect((await signIn(seeded.email, 'kompass')).status).toBe(401);
  });
});

describe('the keys of tokens', () => {
  it('are published, and never keep a request from being answered while they change', async () => {
    const { email } = await accountOf('traveller', 'reader');
    const token = await sessionOf(email);
    const kids = new Set<string>();
    for (let minutes = 0; minutes < 400; minutes += 7) {
      clock = new Date(clock.getTime() + 7 * 60_000);
      if (minutes % 70 === 0)
        expect((await operator(api.post('/v1/admin/token-keys/rotation'))).status).toBe(201);
      for (const test of [as(api.get('/v1/results'), token), api.get('/v1/results')])
        expect((await test).status).toBe(200);
      const { keys } = (await api.get('/.well-known/jwks.json')).body as { keys: { kid: string }[] };
      for (const { kid } of keys) kids.add(kid);
    }
    expect(kids.size).toBe(7);
  });
});

describe('the guards', () => {
  it('let through who asks', async () => {
    const { email } = await accountOf('asker', 'assessor', 'reader');
    const controller = app.get(EvaluationController, { strict: false });
    await as(api.get('/v1/results'), await sessionOf(email));
    expect(controller.reader).toEqual({ accountId: 'asker', roles: ['assessor', 'reader'] });
    await api.get('/v1/results');
    expect(controller.reader).toBe('anybody');
  });

  it('say 403 of an evaluation to those who may see it, and nothing to others', async () => {
    const token = await sessionOf((await accountOf('visitor', 'assessor')).email);
    const reopen = (id: string) =>
      api.post(`/v1/evaluations/${id}/reopening`).send({ reason: { nb: 'Feil' } });
    expect(await as(reopen('published'), token)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const hidden = await as(reopen('hidden'), token);
    expect(hidden).toMatchObject({
      status: 404,
      body: { code: 'evaluation-unknown', links: { result: '/v1/results/hidden' } },
    });
    expect(await as(reopen('%00'), token)).toMatchObject({
      status: 404,
      body: { code: 'evaluation-unknown' },
    });
    expect((await reopen('published')).status).toBe(401);
    expect((await operator(reopen('hidden'))).status).toBe(200);
  });

  it('belong to an application that is ready only with its database', async () => {
    expect((await api.get('/readyz')).body).toMatchObject({ parts: { identity: { ready: true } } });
  });
});
