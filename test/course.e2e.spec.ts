import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type Route } from '@kompass/contracts';
import { loadDemo } from '@kompass/demo';
import { verifyProof } from '@kompass/event-store';
import { Kompass, problemIn, type Question } from './kompass.js';
import type { Who } from './support/accounts.js';
import { holdInterviews } from './support/hold-interviews.js';
import { caughtUpWith } from './support/open-evaluation.js';
import { instrument, opening } from './support/requests.js';

const id = 'roros-2025';
const params = { id };
const disputed = '5.6.2';
const ofDisputed = { id, indicatorId: disputed };
const rationale = { nb: 'Slik er det.' };
const secret = { nb: 'Ordfører Kari Nordmann sa det til meg.' };

const areas = instrument.areas.map((area) => area.id);
const indicators = instrument.areas.flatMap(({ questions }) =>
  questions.flatMap((question) => question.indicators.map((indicator) => indicator.id)),
);

describe('the course of an evaluation, from blind to cancelled', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    const admin = await kompass.as('admin');
    await admin.call(routes.openEvaluation, { body: { ...opening, id, blind: true, factCheck: true } });
    for (const accountId of ['lead', 'assessor'])
      await admin.call(routes.assignAssessor, { params, body: { accountId, lead: accountId === 'lead' } });
  });
  afterAll(() => kompass.stop());

  /** The status and code of a refusal, or the status. */
  const outcome = async (route: Route, as: Who, question: Omit<Question, 'as'>) => {
    const answer = await kompass.ask(route, { as, ...question });
    return answer.status < 400 ? answer.status : [answer.status, problemIn(answer).code];
  };
  const propose = async (who: 'lead' | 'assessor', points: (indicator: string) => number) => {
    const items = indicators.map((indicator) => ({ indicator, points: points(indicator), rationale }));
    await (await kompass.as(who)).call(routes.proposeScores, { params, body: { items } });
  };
  const readTotal = async (who: Who) => {
    await caughtUpWith(kompass, id);
    return (await (await kompass.as(who)).call(routes.readTotals, { params })).total.points;
  };

  it('is scored blind, submitted area by area, revealed by the last', async () => {
    await propose('lead', () => 1);
    await propose('assessor', (indicator) => (indicator === disputed ? 1.6 : 1));
    expect(
      await outcome(routes.agreeArea, 'lead', { params: { id, areaId: '5' }, body: { rule: 'equal' } }),
    ).toEqual([409, 'not-revealed']);
    for (const areaId of areas)
      for (const who of ['lead', 'assessor'] as const) {
        const { revealed } = await (
          await kompass.as(who)
        ).call(routes.submitArea, { params: { id, areaId } });
        expect(revealed).toBe(who === 'assessor');
      }
  });

  it('shows where they differ, and is agreed on', async () => {
    await caughtUpWith(kompass, id);
    const auditor = await kompass.as('auditor');
    const { revision: seen } = await auditor.call(routes.readIndicator, { params: ofDisputed });
    const { items } = await auditor.call(routes.readDisagreements, { params });
    expect(items).toMatchObject([
      {
        indicator: disputed,
        difference: 0.6,
        mean: 1.3,
        proposals: [{ value: { points: 1 } }, { value: { points: 1.6 } }],
        agreement: null,
      },
    ]);
    expect(seen).toBeGreaterThan(0);
    const lead = await kompass.as('lead');
    for (const areaId of areas)
      await lead.call(routes.agreeArea, { params: { id, areaId }, body: { rule: 'equal' } });
    const basedOn = Math.max(...items[0]!.proposals.map(({ revision }) => revision));
    await lead.call(routes.agreeScore, { params: ofDisputed, body: { points: 1.6, rationale, basedOn } });
  });

  it('goes to the municipality as a draft, which nobody else outside sees', async () => {
    await holdInterviews(kompass, id);
    expect(await outcome(routes.finaliseEvaluation, 'lead', { params })).toEqual([409, 'draft-required']);
    expect(await outcome(routes.readTotals, 'municipality', { params })).toEqual([404, 'evaluation-unknown']);
    const lead = await kompass.as('lead');
    await lead.call(routes.issueDraft, { params, body: { deadline: '2999-01-01T12:00:00Z' } });
    const total = await readTotal('municipality');
    expect(total).toBe(await readTotal('auditor'));
    const municipality = await kompass.as('municipality');
    expect(await municipality.call(routes.readEvaluation, { params })).toMatchObject({
      state: 'draft',
      draft: { deadline: '2999-01-01T12:00:00Z' },
    });
    for (const who of ['neighbour', 'reader', 'outsider', 'anybody'] as const)
      expect(await outcome(routes.readTotals, who, { params })).toEqual([404, 'evaluation-unknown']);
    for (const route of [routes.proveEvaluation, routes.readAudit, routes.readIndicator])
      expect(await outcome(route, 'municipality', { params: ofDisputed })).toEqual([
        404,
        'evaluation-unknown',
      ]);
  });

  it('changes by a remark only, which the new score names', async () => {
    const before = await readTotal('auditor');
    const municipality = await kompass.as('municipality');
    const remark = await municipality.call(routes.makeRemark, {
      params,
      body: { about: `agreement/${disputed}`, kind: 'remark', text: secret },
    });
    await municipality.call(routes.makeRemark, { params, body: { about: 'area/1', kind: 'agree' } });
    await caughtUpWith(kompass, id);
    const { slots } = await (await kompass.as('auditor')).call(routes.readIndicator, { params: ofDisputed });
    const basedOn = Math.max(...slots.map(({ revision }) => revision));
    const body = { points: 2.2, rationale, basedOn };
    expect(await outcome(routes.agreeScore, 'lead', { params: ofDisputed, body })).toEqual([
      422,
      'remark-required',
    ]);
    const lead = await kompass.as('lead');
    await lead.call(routes.agreeScore, { params: ofDisputed, body: { ...body, remarkId: remark.id } });
    expect(await readTotal('auditor')).toBeCloseTo(before! + 0.6);
    expect(await outcome(routes.finaliseEvaluation, 'lead', { params })).toEqual([409, 'remarks-unanswered']);
    const assessor = await kompass.as('assessor');
    const answered = { id, remarkId: remark.id };
    await assessor.call(routes.answerRemark, { params: answered, body: { text: rationale } });
    await lead.call(routes.finaliseEvaluation, { params });
    await caughtUpWith(kompass, id);
    const { items } = await municipality.call(routes.listRemarks, { params });
    expect(items).toMatchObject([
      {
        id: remark.id,
        text: secret,
        answer: { text: rationale, by: 'assessor' },
        changes: [{ slot: `agreement/${disputed}` }],
      },
      { kind: 'agree', answer: null, changes: [] },
    ]);
    expect(await outcome(routes.listRemarks, 'reader', { params })).toEqual([404, 'evaluation-unknown']);
  });

  it('forgets a passage, and its proof still verifies', async () => {
    const admin = await kompass.as('admin');
    const remarks = async () => {
      await caughtUpWith(kompass, id);
      return (await admin.call(routes.listRemarks, { params })).items;
    };
    const { revision } = (await remarks())[0]!;
    await admin.call(routes.erasePassage, { params, body: { revision } });
    const digest = { nb: { erased: expect.stringMatching(/^[0-9a-f]{64}$/) } };
    expect((await remarks())[0]).toMatchObject({ text: digest });
    for (const route of [routes.readAudit, routes.listRemarks]) {
      const { body } = await kompass.ask(route, { as: 'auditor', params });
      expect(JSON.stringify(body)).not.toContain('Nordmann');
    }
    const { body } = await kompass.ask(routes.proveEvaluation, { as: 'auditor', params });
    const lines = (body as string).trimEnd().split('\n');
    expect(await verifyProof(lines, { fingerprint: kompass.fingerprint })).toMatchObject({
      verdict: 'proved',
    });
  });

  it('is cancelled while the next edition is worked on; what was finalised stays', async () => {
    const admin = await kompass.as('admin');
    await admin.call(routes.reopenEvaluation, { params, body: { reason: rationale } });
    await admin.call(routes.cancelEvaluation, { params, body: { reason: rationale } });
    await caughtUpWith(kompass, id);
    expect(await (await kompass.as('lead')).call(routes.readEvaluation, { params })).toMatchObject({
      state: 'cancelled',
      edition: 2,
    });
    expect(await (await kompass.as('reader')).call(routes.readEvaluation, { params })).toMatchObject({
      state: 'finalised',
      edition: 1,
      reopened: true,
    });
    expect(
      await outcome(routes.proposeScore, 'lead', { params: ofDisputed, body: { points: 1, rationale } }),
    ).toEqual([409, 'wrong-state']);
  });
});
