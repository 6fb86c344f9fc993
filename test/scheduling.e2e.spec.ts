import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type AnswerOf } from '@kompass/contracts';
import { Kompass, problemIn } from './kompass.js';
import type { Who } from './support/accounts.js';
import { eventually } from './support/eventually.js';
import { hourOf, planInterviews } from './support/hold-interviews.js';
import { openAgreedEvaluation, openEvaluation, registerRoros } from './support/open-evaluation.js';
import { instrument } from './support/requests.js';
import { booking, bookingRefusals, evaluation, planRefusals } from './support/scheduling-refusals.js';
import { followed, samePlan, scheduleEvents } from './support/schedule.js';
import { storedEvents } from './support/stored-events.js';

const params = { id: evaluation };
const reason = { nb: 'Ordføreren er syk.' };

describe('scheduling', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await registerRoros(kompass);
    await openEvaluation(kompass, evaluation);
    await followed({ kompass, evaluation });
  });
  afterAll(() => kompass.stop());

  const of = (id = evaluation) => ({ kompass, evaluation: id });
  const book = async (hour: number, over: object = {}, as: Who = 'lead') =>
    kompass.ask(routes.bookInterview, { as, params, body: booking(hour, over) });
  const booked = async (hour: number, over: object = {}) => {
    const { status, body } = await book(hour, over);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body as AnswerOf<typeof routes.bookInterview>;
  };
  const interviews = async (id = evaluation, atLeast?: string) =>
    (await kompass.as('auditor'))
      .call(routes.listInterviews, { params: { id }, query: atLeast === undefined ? {} : { atLeast } })
      .then(({ items }) => items);

  it('begins with the groups of the instrument, before anybody plans', async () => {
    const plan = await (await kompass.as('lead')).call(routes.readPlan, { params });
    expect(plan).toMatchObject({ revision: expect.any(Number), state: 'open', wanted: 3, availability: [] });
    expect(plan.assessors).toEqual([
      { accountId: 'lead', lead: true },
      { accountId: 'assessor', lead: false },
    ]);
    expect(plan.plan).toMatchObject({
      by: 'policy:follow-evaluation',
      value: { timeZone: 'Europe/Oslo', days: [], rooms: [] },
    });
    expect(plan.plan.value.groups.map(({ key }) => key)).toEqual(
      instrument.rules.interviews.groups.map(({ key }) => key),
    );
    const { areas } = await (await kompass.as('lead')).call(routes.readCoverage, { params });
    expect(areas.map(({ id, gap }) => [id, gap])).toEqual(instrument.areas.map(({ id }) => [id, 3]));
    await planInterviews(kompass, evaluation);
  });

  describe('two planners at once', () => {
    it('do not both change the plan: the later is told what stands and what they had entered', async () => {
      const same = await samePlan(of());
      const changes = ['Rådhuset', 'Kulturhuset'].map((nb) => ({
        ...same,
        places: [{ id: 'town-hall', title: { nb } }],
      }));
      const answers = await Promise.all(
        changes.map((body) => kompass.ask(routes.changePlan, { as: 'lead', params, body })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const refused = answers.findIndex(({ status }) => status === 409);
      expect(problemIn(answers[refused]!)).toMatchObject({
        code: 'stale',
        values: {
          yours: { places: [{ title: changes[refused]!.places[0]!.title }] },
          slots: [{ slot: 'plan', by: 'lead', value: { places: changes[1 - refused]!.places } }],
        },
      });
    });

    it('do not both take a room: the later is told what has it', async () => {
      const [one, other] = await Promise.all([
        book(6, { id: 'one', assessors: ['lead'] }, 'lead'),
        book(6, { id: 'other', group: 'directors', assessors: ['assessor'] }, 'assessor'),
      ]);
      expect([one.status, other.status].toSorted()).toEqual([201, 409]);
      const winner = one.status === 201 ? 'one' : 'other';
      const problem = problemIn(one.status === 201 ? other : one);
      expect(problem).toMatchObject({
        code: 'interview-clash',
        errors: [{ field: 'room', rule: 'taken' }],
        values: { clashes: [{ kind: 'room', who: 'room:room-1', with: winner }] },
      });
      expect(problem.detail).toBe('room is taken.');
      expect((await interviews()).filter(({ id }) => id === 'one' || id === 'other')).toHaveLength(1);
    });

    it('do not both move an interview: the later is told by whom, when and where to', async () => {
      const { id, revision: basedOn } = await booked(7, { title: { nb: 'Ordfører: styring' } });
      const ofInterview = { ...params, interviewId: id };
      const answers = await Promise.all(
        (['lead', 'assessor'] as const).map((as, index) => {
          const body = { ...hourOf(8 + index), reason: { nb: `Av ${as}.` }, basedOn };
          return kompass.ask(routes.moveInterview, { as, params: ofInterview, body });
        }),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const refused = answers.findIndex(({ status }) => status === 409);
      const [loser, winner] = refused === 0 ? ['lead', 'assessor'] : ['assessor', 'lead'];
      expect(problemIn(answers[refused]!)).toMatchObject({
        code: 'stale',
        values: {
          basedOn,
          yours: { ...hourOf(8 + refused), reason: { nb: `Av ${loser}.` } },
          slots: [
            {
              slot: `interview/${id}`,
              by: winner,
              value: {
                ...hourOf(9 - refused),
                status: 'booked',
                title: { nb: 'Ordfører: styring' },
                reason: { nb: `Av ${winner}.` },
              },
            },
          ],
        },
      });
      const now = (await interviews()).find((each) => each.id === id)!;
      const body = { basedOn: now.revision, reason };
      expect(
        await kompass.ask(routes.cancelInterview, { as: 'lead', params: ofInterview, body }),
      ).toMatchObject({
        status: 200,
      });
    });
  });

  describe('people who are invited', () => {
    const person = { name: 'Kari Nordmann-Hemmelig', email: 'kari.hemmelig@kompass.example' };

    it('are known by name until they are erased, and by nothing of it in the log', async () => {
      const lead = await kompass.as('lead');
      const { id } = await lead.call(routes.invitePerson, { params, body: { ...person, group: 'mayor' } });
      const { position } = await booked(10, { id: 'with-kari', invitees: [id] });
      const shown = async () =>
        (await interviews(evaluation, position)).find((each) => each.id === 'with-kari')!.invitees;
      expect(await shown()).toEqual([{ id, name: person.name }]);
      const listed = async () => (await lead.call(routes.listInvitees, { params })).items;
      expect(await listed()).toContainEqual({ id, group: 'mayor', ...person });

      const erasing = { as: 'admin', params: { ...params, inviteeId: id } } as const;
      const erasures = [
        await kompass.ask(routes.eraseInvitee, erasing),
        await kompass.ask(routes.eraseInvitee, erasing),
      ];
      expect(erasures.map(({ status }) => status)).toEqual([200, 200]);
      expect(await shown()).toEqual([{ id, name: null }]);
      expect(await listed()).toContainEqual({ id, group: 'mayor', name: null, email: null });

      const { rows } = await kompass.database.pool.query(
        'SELECT * FROM scheduling.invitee WHERE invitee_id = $1',
        [id],
      );
      expect(rows).toEqual([{ evaluation_id: evaluation, invitee_id: id, name: null, email: null }]);
      const log = JSON.stringify(await storedEvents(kompass.log), (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      for (const secret of ['Hemmelig', 'hemmelig']) expect(log).not.toContain(secret);
    });

    it('do not come back with a request that is repeated, nor with what a crash has left', async () => {
      const headers = { 'idempotency-key': 'invite-once' };
      const body = { ...person, group: 'mayor' };
      const invite = () => kompass.ask(routes.invitePerson, { as: 'lead', params, body, headers });
      const { id } = (await invite()).body as { id: string };
      const { pool } = kompass.database;
      const names = async () =>
        (
          await pool.query<{ name: string | null }>(
            'SELECT name FROM scheduling.invitee WHERE invitee_id = $1',
            [id],
          )
        ).rows;
      const erase = async () => {
        const { body } = await kompass.ask(routes.eraseInvitee, {
          as: 'lead',
          params: { ...params, inviteeId: id },
        });
        return (body as { position: string }).position;
      };
      const atLeast = await erase();
      expect(await invite()).toMatchObject({ status: 201, body: { id } });
      expect(await names()).toEqual([{ name: null }]);

      await pool.query(`UPDATE scheduling.invitee SET name = $2, email = $3 WHERE invitee_id = $1`, [
        id,
        person.name,
        person.email,
      ]);
      const { items } = await (
        await kompass.as('lead')
      ).call(routes.listInvitees, { params, query: { atLeast } });
      expect(items).toContainEqual({ id, group: 'mayor', name: null, email: null });
      await erase();
      expect(await names()).toEqual([{ name: null }]);
    });
  });

  it('marks what is outside of somebody’s times, or taken by another evaluation, which it does not name', async () => {
    const neighbour = 'roros-2022';
    await openEvaluation(kompass, neighbour);
    await followed(of(neighbour));
    await planInterviews(kompass, neighbour);
    const { position } = await (
      await kompass.as('lead')
    ).call(routes.bookInterview, {
      params: { id: neighbour },
      body: { ...booking(11), id: 'secret', invitees: [] },
    });
    await interviews(neighbour, position);
    await (
      await kompass.as('assessor')
    ).call(routes.giveAvailability, {
      params: { ...params, who: 'group:mayor' },
      body: { windows: [hourOf(6)] },
    });
    const booking11 = await booked(11);
    const shown = (await interviews(evaluation, booking11.position)).find(({ id }) => id === booking11.id)!;
    expect(shown.warnings).toEqual([
      { kind: 'elsewhere', who: 'assessor:lead' },
      { kind: 'elsewhere', who: 'room:room-1' },
      { kind: 'unavailable', who: 'group:mayor' },
    ]);
    expect(JSON.stringify(await scheduleEvents(of()), (_, value: unknown) => String(value))).not.toContain(
      'secret',
    );
    const plan = await (await kompass.as('auditor')).call(routes.readPlan, { params });
    expect(plan.availability).toMatchObject([{ who: 'group:mayor', windows: [hourOf(6)], by: 'assessor' }]);
  });

  it('answers a repeated booking from the log', async () => {
    const headers = { 'idempotency-key': 'book-once' };
    const ask = () => kompass.ask(routes.bookInterview, { as: 'lead', params, body: booking(12), headers });
    const [first, again] = [await ask(), await ask()];
    expect(again).toMatchObject({ status: 201, body: first.body });
    const { id, revision } = first.body as { id: string; revision: number };
    const held = { params: { ...params, interviewId: id }, body: { basedOn: revision } };
    await (await kompass.as('assessor')).call(routes.holdInterview, held);
  });

  it('tells scoring what was held, and what was not after all', async () => {
    const auditor = await kompass.as('auditor');
    const evidence = () => auditor.call(routes.listEvidence, { params });
    const { items } = await eventually(evidence, ({ items }) => items.length === 1);
    const coverage = await auditor.call(routes.readCoverage, { params });
    const covered = coverage.areas.filter(({ held }) => held === 1);
    expect(covered.map(({ id, gap }) => [id, gap])).toEqual(['1', '3', '8'].map((id) => [id, 2]));
    expect(coverage.areas.slice(0, 5).every(({ gap }) => gap === 3)).toBe(true);
    const interview = (await interviews()).find(({ id }) => id === items[0]!.id)!;
    const cancellation = {
      params: { ...params, interviewId: interview.id },
      body: { reason, basedOn: interview.revision },
    };
    await (await kompass.as('lead')).call(routes.cancelInterview, cancellation);
    await eventually(evidence, ({ items }) => items.length === 0);
  });

  describe('what it refuses', () => {
    it.each(Object.entries(bookingRefusals))('%s', async (_, { route, question, status, code, error }) => {
      const before = (await scheduleEvents(of())).length;
      const answer = await kompass.ask(routes[route], { as: 'lead', params, ...question });
      const { code: told, errors = [] } = problemIn(answer);
      expect([answer.status, told]).toEqual([status, code]);
      if (error) expect(errors.map(({ field, rule }) => [field, rule])).toContainEqual(error);
      expect((await scheduleEvents(of())).length).toBe(before);
    });

    it.each(Object.entries(planRefusals))('%s', async (_, { change, status, error }) => {
      const body = { ...(await samePlan(of())), ...change };
      const before = (await scheduleEvents(of())).length;
      const answer = await kompass.ask(routes.changePlan, { as: 'lead', params, body });
      const errors = problemIn(answer).errors!.map(({ field, rule }) => [field, rule]);
      expect([answer.status, errors]).toEqual([status, expect.arrayContaining([error])]);
      expect((await scheduleEvents(of())).length).toBe(before);
    });
  });

  it('closes with the evaluation and opens again with it', async () => {
    const id = 'roros-2023';
    await openAgreedEvaluation(kompass, id);
    const [admin, lead] = [await kompass.as('admin'), await kompass.as('lead')];
    await lead.call(routes.finaliseEvaluation, { params: { id } });
    await followed(of(id));
    const ask = () =>
      kompass.ask(routes.bookInterview, { as: 'lead', params: { id }, body: booking(12, { id: 'late' }) });
    expect(problemIn(await ask())).toMatchObject({ code: 'wrong-state', values: { status: 'finalised' } });
    await admin.call(routes.reopenEvaluation, { params: { id }, body: { reason } });
    await followed(of(id));
    expect((await ask()).status).toBe(201);
  });
});
