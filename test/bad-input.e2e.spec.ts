import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type AnswerOf, type KompassClient } from '@kompass/contracts';
import { loadDemo, readDemoFigures } from '@kompass/demo';
import { Kompass, problemIn, type Question } from './kompass.js';
import { emailOf, password } from './support/accounts.js';
import { openEvaluation } from './support/open-evaluation.js';
import { opening } from './support/requests.js';
import { disputed, evaluation, refusals } from './support/refusals.js';
import { storedEvents } from './support/stored-events.js';

const params = { id: evaluation };
const rationale = { nb: 'Slik er det.' };

describe('bad input', () => {
  let kompass: Kompass;
  let lead: KompassClient;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await readDemoFigures(kompass.url, { wait: true });
    await openEvaluation(kompass, evaluation);
    lead = await kompass.as('lead');
    const assessor = await kompass.as('assessor');
    const [little, much] = [
      { points: 1, rationale: { nb: 'Lite.' } },
      { points: 2, rationale: { nb: 'Mye.' } },
    ];
    await lead.call(routes.proposeScore, { params: disputed, body: little });
    await assessor.call(routes.proposeScore, { params: disputed, body: much });
  });
  afterAll(() => kompass.stop());

  const appended = async (during: () => Promise<void>): Promise<number> => {
    const before = await storedEvents(kompass.log);
    await during();
    return (await storedEvents(kompass.log)).length - before.length;
  };

  it.each(Object.entries(refusals))('%s: refused in words, and nothing is appended', async (_, refusal) => {
    const { route, question, status, code, error, ...sentences } = refusal;
    const before = await kompass.log.head();
    for (const language of ['nb', 'en'] as const) {
      const headers = { ...question.headers, 'accept-language': language };
      const answer = await kompass.ask(routes[route], { ...question, headers });
      const problem = problemIn(answer);
      expect([answer.status, problem.status, problem.code]).toEqual([status, status, code]);
      expect([answer.headers.get('content-language'), problem.detail]).toEqual([
        language,
        sentences[language],
      ]);
      expect(problem.errors?.[0]).toEqual(error && { field: error[0], rule: error[1] });
      const result = `/v1/results/${String(question.params!['id'])}`;
      expect(problem.links).toEqual(status === 404 ? { result } : undefined);
    }
    expect(await kompass.log.head()).toEqual(before);
  });

  describe('a decision on what has changed since', () => {
    it('is told what stands there now and what it would have been, in words', async () => {
      const mine = { points: 1.5, rationale: { nb: 'Midt imellom.' } };
      const answer = await kompass.ask(routes.agreeScore, {
        as: 'lead',
        params: disputed,
        body: { ...mine, basedOn: 0 },
      });
      expect([answer.status, problemIn(answer)]).toEqual([
        409,
        expect.objectContaining({ code: 'stale', errors: [{ field: 'basedOn', rule: 'stale' }] }),
      ]);
      expect(problemIn(answer).values).toMatchObject({
        basedOn: 0,
        yours: mine,
        slots: [
          { slot: 'proposal/1.1.1/lead', by: 'lead', value: { points: 1, rationale: { nb: 'Lite.' } } },
          {
            slot: 'proposal/1.1.1/assessor',
            by: 'assessor',
            value: { points: 2, rationale: { nb: 'Mye.' } },
          },
        ],
      });
    });

    it('shows of proposals only one’s own', async () => {
      const body = { points: 3, rationale, basedOn: 0 };
      const answer = await kompass.ask(routes.proposeScore, { as: 'lead', params: disputed, body });
      expect([answer.status, problemIn(answer).values!['slots']]).toEqual([
        409,
        [expect.objectContaining({ slot: 'proposal/1.1.1/lead' })],
      ]);
    });
  });

  describe('many proposals at once', () => {
    it('are accepted or refused each on its own, also what comes twice', async () => {
      const propose = { as: 'lead', params, headers: { 'idempotency-key': 'many' } } as const;
      const items = [
        { indicator: '1.2.1', points: 1, rationale },
        { indicator: '9.9.9', points: 1, rationale },
        { indicator: '1.2.2', points: 4.1, rationale },
        { indicator: '1.2.1', points: 2, rationale },
        { indicator: '1.2.1', points: 3, rationale, basedOn: 0 },
      ];
      const outcome = async (body: unknown) => {
        const answer = await kompass.ask(routes.proposeScores, { ...propose, body });
        return (answer.body as AnswerOf<typeof routes.proposeScores>).items.map(
          ({ index, status, problem }) => [index, status, problem?.status, problem?.code],
        );
      };
      const expected = [
        [0, 'accepted', undefined, undefined],
        [1, 'refused', 422, 'unknown-indicator'],
        [2, 'refused', 422, 'score-above-maximum'],
        [3, 'accepted', undefined, undefined],
        [4, 'refused', 409, 'stale'],
      ];
      expect(await appended(async () => expect(await outcome({ items })).toEqual(expected))).toBe(2);
      expect(await appended(async () => expect(await outcome({ items })).toEqual(expected))).toBe(0);
      const changed = items.map((item) => ({ ...item, points: 0.5 }));
      const reused = (await outcome({ items: changed })).map(([, , , code]) => code);
      expect([reused[0], reused[3]]).toEqual(['idempotency-key-reused', 'idempotency-key-reused']);
    });
  });

  describe('a key that was used', () => {
    const once = { as: 'lead', headers: { 'idempotency-key': 'once' } } as const;
    const proposal: Question = {
      ...once,
      params: { ...params, indicatorId: '1.3.1' },
      body: { points: 1, rationale },
    };

    it('is refused for another request', async () => {
      await kompass.ask(routes.proposeScore, proposal);
      const other = { ...proposal, body: { points: 2, rationale } };
      expect(
        await appended(async () => {
          const answer = await kompass.ask(routes.proposeScore, other);
          expect([answer.status, problemIn(answer).code]).toEqual([422, 'idempotency-key-reused']);
        }),
      ).toBe(0);
    });

    it('answers the same whatever has happened since, and after a restart', async () => {
      const opened: Question = {
        as: 'admin',
        headers: { 'idempotency-key': 'opened' },
        body: { ...opening, id: 'roros-2022' },
      };
      const first = [
        await kompass.ask(routes.proposeScore, proposal),
        await kompass.ask(routes.openEvaluation, opened),
      ];
      expect(first.map(({ status }) => status)).toEqual([201, 201]);
      await lead.call(routes.proposeScore, {
        params: { ...params, indicatorId: '1.3.1' },
        body: { points: 0, rationale },
      });
      await kompass.restart();
      expect(
        await appended(async () => {
          const again = [
            await kompass.ask(routes.proposeScore, proposal),
            await kompass.ask(routes.openEvaluation, opened),
          ];
          expect(again.map(({ body }) => body)).toEqual(first.map(({ body }) => body));
        }),
      ).toBe(0);
    });
  });

  it('takes texts of any characters whole, up to their limit in every language', async () => {
    const characters = 'Røros ½ 𝄞 👩‍🚀 é\u202e\ufeff\u0007\uffff\r\n\t"\\{}</script>';
    const whole = characters.repeat(Math.floor(20_000 / characters.length));
    const text = { nb: whole, nn: whole, sv: whole, en: whole };
    const of = { params: { ...params, indicatorId: '1.1.2' } };
    const client = await kompass.as('lead');
    const { position } = await client.call(routes.proposeScore, {
      ...of,
      body: { points: 1, rationale: text },
    });
    const { slots } = await client.call(routes.readIndicator, { ...of, query: { atLeast: position } });
    expect(slots[0]!.value.rationale).toEqual(text);
  });

  describe('a session', () => {
    const signIn = async () => {
      const { body } = await kompass.ask(routes.signIn, { body: { email: emailOf('outsider'), password } });
      return { authorization: `Bearer ${(body as { token: string }).token}` };
    };
    const status = async (headers: Question['headers']) =>
      (await kompass.ask(routes.listAccounts, { headers })).status;
    const change = async (body: object) =>
      expect(
        (await kompass.ask(routes.changeAccount, { as: 'admin', params: { id: 'outsider' }, body })).status,
      ).toBe(200);

    it('ends when its holder signs out, and no other of theirs', async () => {
      const [one, other] = [await signIn(), await signIn()];
      await kompass.ask(routes.signOut, { headers: one });
      expect([await status(one), await status(other)]).toEqual([401, 200]);
    });

    it('ends when the account is disabled, at once in the gateway that did it, and does not come back with it', async () => {
      const session = await signIn();
      await change({ disabled: true });
      expect([
        await status(session),
        (await kompass.ask(routes.signIn, { body: { email: emailOf('outsider'), password } })).status,
      ]).toEqual([401, 401]);
      await change({ disabled: false });
      expect([await status(session), await status(await signIn())]).toEqual([401, 200]);
    });

    it('loses a role at once in the gateway that withdrew it', async () => {
      const headers = await signIn();
      const administers = async () => (await kompass.ask(routes.listProjections, { headers })).status;
      await change({ roles: ['admin'] });
      expect(await administers()).toBe(200);
      await change({ roles: ['assessor'] });
      expect(await administers()).toBe(403);
    });
  });

  it('slows down who guesses a password, and nobody else', async () => {
    const guess = (email: string, words: string, language = 'en') =>
      kompass.ask(routes.signIn, {
        body: { email, password: words },
        headers: { 'accept-language': language },
      });
    for (let guesses = 0; guesses < 5; guesses += 1)
      expect((await guess(emailOf('reader'), `guess ${guesses}`)).status).toBe(401);
    for (const [language, sentence] of [
      ['nb', /^Vent \d+ sekunder/],
      ['en', /^Wait \d+ seconds/],
    ] as const) {
      const answer = await guess(emailOf('reader').toUpperCase(), password, language);
      expect([answer.status, problemIn(answer).code, problemIn(answer).detail]).toEqual([
        429,
        'too-many-attempts',
        expect.stringMatching(sentence),
      ]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await guess(emailOf('auditor'), password)).status).toBe(201);
  });
});
