import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type AnswerOf } from '@kompass/contracts';
import { demoEvaluation, loadDemo, readDemoFigures } from '@kompass/demo';
import { formName } from './form.js';
import { Kompass } from './kompass.js';
import { accounts, password } from './support/accounts.js';
import { eventually } from './support/eventually.js';
import { opening } from './support/requests.js';

type Line = Readonly<Record<string, unknown>>;

describe('the logs', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await readDemoFigures(kompass.url, { wait: true });
  });
  afterAll(() => kompass.stop());

  const lines = () => kompass.lines.map((line) => JSON.parse(line) as Line);

  it('are lines of JSON, each with its time, level and message', () => {
    const every = lines();
    expect(every.length).toBeGreaterThan(500);
    for (const line of every) {
      expect(line).toMatchObject({
        level: expect.stringMatching(/^(trace|debug|info|warn|error|fatal)$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        msg: expect.stringMatching(/./),
      });
    }
  });

  it('follow a request by its id: through gateway, command, event, message and projection', async () => {
    const correlationId = randomUUID();
    const body = { ...opening, id: 'followed' };
    const headers = { 'x-correlation-id': correlationId };
    const answer = await kompass.ask(routes.openEvaluation, { as: 'admin', headers, body });
    expect([answer.status, answer.headers.get('x-correlation-id')]).toEqual([201, correlationId]);

    const followed = () =>
      lines().filter((line) => {
        const { correlationIds = [] } = line as { correlationIds?: readonly unknown[] };
        return line['correlationId'] === correlationId || correlationIds.includes(correlationId);
      });
    const met = (what: Line) => (all: readonly Line[]) =>
      all.some((line) => Object.entries(what).every(([name, value]) => line[name] === value));
    for (const what of [
      { msg: 'message published', type: 'EvaluationOpened', key: 'followed' },
      { msg: 'message handled', type: 'EvaluationOpened', key: 'followed' },
      { msg: 'events applied', context: 'scoring.evaluation' },
      { msg: 'events applied', context: 'scheduling.schedule' }, // of the event that the message has led to
    ])
      await eventually(() => Promise.resolve(followed()), met(what));
    const requests = followed().filter(({ msg }) => msg === 'request');
    const processes = formName() === 'services' ? 2 : 1;
    expect(requests).toHaveLength(processes);
    for (const request of requests)
      expect(request).toMatchObject({ method: 'POST', route: '/v1/evaluations', status: 201 });

    for (const stream of ['evaluation-followed', 'schedule-followed'])
      for await (const { metadata } of kompass.log.readStream(stream, { limit: 1 }))
        expect([stream, metadata.correlationId]).toEqual([stream, correlationId]);
  });

  it('hold no password, token, secret address, e-mail address or name', async () => {
    const secret = 'an-unlikely-secret';
    const email = `${secret}@kompass.example`;
    await kompass.ask(routes.signIn, { body: { email, password: secret } });
    await kompass.ask(routes.signIn, { body: { email: 7, password: secret } });
    await kompass.ask(routes.acceptInvitation, {
      params: { token: `${secret}-${secret}` },
      body: { password: `${secret}!` },
    });
    await kompass.ask(routes.listAccounts, { headers: { authorization: `Bearer ${secret}` } });
    await kompass.ask(routes.listResults, { query: { token: secret } });
    const created = await kompass.ask(routes.createAccount, {
      as: 'admin',
      body: { id: 'to-be-erased', email, name: secret, roles: [] },
    });
    expect(created.status).toBe(201);
    const { invitation } = created.body as AnswerOf<typeof routes.createAccount>;
    await kompass.ask(routes.acceptInvitation, {
      params: { token: invitation!.path.split('/').at(-1)! },
      body: { password: 'x' },
    });
    await (await kompass.as('admin')).call(routes.eraseAccount, { params: { id: 'to-be-erased' } });
    const lead = await kompass.as('lead');
    const params = { id: demoEvaluation };
    await kompass.ask(routes.invitePerson, {
      as: 'lead',
      params,
      body: { name: secret, email, group: 'mayor' },
    });
    const feed = await lead.call(routes.createCalendarFeed);
    const calendar = await kompass.ask({ method: 'GET', path: feed.path });
    expect(calendar.status).toBe(200);

    const log = kompass.lines.join('');
    const shown = [
      ...[secret, password, 'eyJ', invitation!.path, feed.path],
      ...[invitation!.path, feed.path].map((path) => /[\w-]{20,}/.exec(path)![0]),
      ...kompass.tokens,
      ...accounts.flatMap((account) => [account.email, account.name]),
    ].filter((each) => log.includes(each));
    expect(shown).toEqual([]);
  });
});
