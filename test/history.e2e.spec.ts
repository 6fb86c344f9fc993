import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type AnswerOf, type KompassClient, type Totals } from '@kompass/contracts';
import { demoEvaluation, loadDemo, readDemoFigures } from '@kompass/demo';
import { verifyProof } from '@kompass/event-store';
import scoring from '../libs/demo/data/roros-2017-scoring.json' with { type: 'json' };
import { Kompass } from './kompass.js';
import { eventually } from './support/eventually.js';

const params = { id: demoEvaluation };
const indicatorId = '5.6.2';
const told = scoring.indicators.find(({ id }) => id === indicatorId)!;

/** The totals as they were read at a time, and where they stood. */
interface Reading {
  readonly revision: number;
  readonly at: string;
  readonly totals: Totals;
}

function linesIn(file: string): string[] {
  return file.split('\n').filter((line) => line !== '');
}

describe('how any score came to be', () => {
  let kompass: Kompass;
  let auditor: KompassClient;
  let lead: KompassClient;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await readDemoFigures(kompass.url, { wait: true });
    [auditor, lead] = [await kompass.as('auditor'), await kompass.as('lead')];
  });
  afterAll(() => kompass.stop());

  const audit = (query: { indicator?: string; after?: string; actor?: string }) =>
    auditor.call(routes.readAudit, { params, query });
  const readTotals = async (client: KompassClient, position?: string): Promise<Reading> => {
    const at = new Date().toISOString();
    const query = position ? { atLeast: position } : {};
    const { revision, total, areas } = await client.call(routes.readTotals, { params, query });
    return { revision, at, totals: { total, areas } };
  };

  it('is told by the audit trail of an indicator: who, what, why', async () => {
    const { items, next } = await audit({ indicator: indicatorId });
    const {
      lead: one,
      assessor: other,
      agreed,
    } = {
      lead: told.proposals['assessor-a'],
      assessor: told.proposals['assessor-b'],
      agreed: told.agreed,
    };
    expect(items).toMatchObject([
      {
        actor: 'lead',
        slot: 'proposal/5.6.2/lead',
        value: { points: 1.6, levels: one.levels, rationale: one.rationale },
        before: null,
      },
      {
        actor: 'assessor',
        slot: 'proposal/5.6.2/assessor',
        value: { points: 1.6, rationale: other.rationale },
        before: null,
      },
      {
        actor: 'lead',
        slot: 'agreement/5.6.2',
        value: { points: 2.2, rationale: agreed.rationale, rule: null },
        before: null,
      },
    ]);
    expect(next).toBeNull();
  });

  it('is told of the whole evaluation, page by page', async () => {
    const revisions: number[] = [];
    let next: number | null = null;
    do {
      const page: AnswerOf<typeof routes.readAudit> = await audit(
        next === null ? {} : { after: String(next) },
      );
      revisions.push(...page.items.map(({ revision }) => revision));
      next = page.next;
    } while (next !== null);
    const { revision } = await readTotals(auditor);
    expect(revisions).toEqual(Array.from({ length: revision + 1 }, (_, index) => index));
  });

  it('shows in every slot what stands there, and where it was set', async () => {
    const { slots, changedSinceAgreed } = await auditor.call(routes.readIndicator, {
      params: { ...params, indicatorId },
    });
    const { items } = await audit({ indicator: indicatorId });
    expect(slots).toEqual(
      items.map(({ slot, value, revision, at, actor }) => ({ slot, value, revision, at, by: actor })),
    );
    expect(changedSinceAgreed).toBe(false);
  });

  describe('and which interviews it stands on', () => {
    const evidence = () => auditor.call(routes.listEvidence, { params });

    it('is evidence, in the order of their times', async () => {
      const { items } = await evidence();
      expect(items).toHaveLength(18);
      expect(items[0]).toMatchObject({
        id: 'interview-01',
        kind: 'interview',
        group: 'chief-executive',
        areas: ['3', '4', '5', '7'],
        heldAt: '2017-09-05T07:45:00.000Z',
      });
      const times = items.map(({ heldAt }) => heldAt);
      expect(times).toEqual(times.toSorted());
    });

    it('is told by the audit trail: each noted by the policy that heard of it', async () => {
      const { items: shown } = await evidence();
      const { items } = await audit({ actor: 'policy:note-interview' });
      expect(items.map(({ type }) => type)).toEqual(Array(18).fill('InterviewNoted'));
      for (const { revision, slot, value, before } of items) {
        const { id, revision: _revision, ...told } = shown.find((each) => each.revision === revision)!;
        expect({ slot, value, before }).toEqual({ slot: `evidence/${id}`, value: told, before: null });
      }
    });

    it('is shown by a replay and a diff as it was then', async () => {
      const { items, revision } = await evidence();
      const second = items.map((item) => item.revision).toSorted((a, b) => a - b)[1]!;
      const at = async (point: number) =>
        (await auditor.call(routes.replayEvaluation, { params, query: { revision: String(point) } }))
          .evidence;
      const byId = (one: { id: string }, two: { id: string }) => one.id.localeCompare(two.id);
      expect((await at(revision)).toSorted(byId)).toEqual(items.toSorted(byId));
      expect(await at(second - 1)).toHaveLength(1);
      const query = { from: String(second - 1), to: String(second) };
      const diff = await auditor.call(routes.diffEvaluation, { params, query });
      const heard = items.find((item) => item.revision === second)!;
      expect(diff.evidence).toEqual([{ id: heard.id, from: null, to: heard }]);
    });

    it('is proved to everybody', async () => {
      const lines = linesIn(await (await kompass.as('anybody')).call(routes.proveEvaluation, { params }));
      const noted = lines.filter((line) => line.includes('"InterviewNoted"'));
      expect(noted).toHaveLength(18);
      for (const line of noted) expect(line).toMatch(/"heldAt":"2017-09-0[567]T/);
    });
  });

  it('is proved offline, by the key of the installation', async () => {
    const lines = linesIn(await auditor.call(routes.proveEvaluation, { params }));
    const { fingerprint } = kompass;
    const { revision } = await readTotals(auditor);
    expect(await verifyProof(lines, { fingerprint })).toMatchObject({
      verdict: 'proved',
      events: revision + 1,
      withheld: 0,
      header: { stream: 'evaluation-roros-2017' },
    });
    const agreement = lines.findIndex((line) => line.includes('ScoreAgreed') && line.includes('"5.6.2"'));
    const touched = lines.with(agreement, lines[agreement]!.replace('"points":22', '"points":23'));
    expect(await verifyProof(touched, { fingerprint })).toMatchObject({
      verdict: 'broken',
      faults: [{ line: agreement + 1, reason: 'hash' }],
    });
    const withoutOne = lines.toSpliced(agreement, 1);
    expect(await verifyProof(withoutOne, { fingerprint })).toMatchObject({
      verdict: 'broken',
      faults: [{ line: agreement + 1, reason: 'revision' }],
    });
  });

  it('is proved to everybody, without what each assessor proposed', async () => {
    const lines = linesIn(await (await kompass.as('anybody')).call(routes.proveEvaluation, { params }));
    expect(await verifyProof(lines, { fingerprint: kompass.fingerprint })).toMatchObject({
      verdict: 'proved',
      withheld: 328,
    });
  });

  describe('while the next edition is worked on', () => {
    const readings: Reading[] = [];
    const remember = async (position: string) => readings.push(await readTotals(lead, position));

    beforeAll(async () => {
      const admin = await kompass.as('admin');
      readings.push(await readTotals(auditor));
      const reason = { nb: 'Nye opplysninger' };
      const reopened = await admin.call(routes.reopenEvaluation, { params, body: { reason } });
      await remember(reopened.position);
      const of = { params: { ...params, indicatorId } };
      const proposed = await lead.call(routes.proposeScore, {
        ...of,
        body: { points: 3, rationale: { nb: 'Avtalene er fornyet.' } },
      });
      await remember(proposed.position);
      const agreed = await lead.call(routes.agreeScore, {
        ...of,
        body: { points: 3.5, rationale: { nb: 'Enige.' }, basedOn: proposed.revision },
      });
      await remember(agreed.position);
    });

    it('the audit trail holds both values', async () => {
      const { items } = await audit({ indicator: indicatorId });
      expect(items.slice(3)).toMatchObject([
        {
          slot: 'proposal/5.6.2/lead',
          value: { points: 3 },
          before: { points: 1.6, rationale: told.proposals['assessor-a'].rationale },
        },
        {
          slot: 'agreement/5.6.2',
          value: { points: 3.5 },
          before: { points: 2.2, rationale: told.agreed.rationale },
        },
      ]);
    });

    it('a replay shows the totals of then, by revision and by moment', async () => {
      expect(readings.map(({ totals }) => totals.total.points)).toEqual([395.7, 395.7, 395.7, 397]);
      for (const { revision, at, totals } of readings) {
        const byRevision = await auditor.call(routes.replayEvaluation, {
          params,
          query: { revision: String(revision) },
        });
        expect(byRevision).toMatchObject({ revision, totals });
        expect(await auditor.call(routes.replayEvaluation, { params, query: { at } })).toEqual(byRevision);
      }
    });

    it('a replay at the first revision shows an evaluation of which nothing was said', async () => {
      const first = await auditor.call(routes.replayEvaluation, { params, query: { revision: '0' } });
      expect(first).toMatchObject({
        revision: 0,
        slots: [],
        evaluation: { state: 'open', edition: 1, assessors: [] },
        totals: { total: { points: null, printed: null, max: 800, done: 0, of: 164 } },
      });
    });

    it('a diff names what changed between two revisions, and nothing else', async () => {
      const [from, to] = [readings[0]!.revision, readings[3]!.revision];
      const diff = await auditor.call(routes.diffEvaluation, {
        params,
        query: { from: String(from), to: String(to) },
      });
      expect(diff).toMatchObject({
        from: { revision: from },
        to: { revision: to },
        total: { from: 395.7, to: 397, change: 1.3 },
        areas: [{ id: '5', change: 1.3 }],
        slots: [
          { slot: 'proposal/5.6.2/lead', from: { points: 1.6 }, to: { points: 3 } },
          { slot: 'agreement/5.6.2', from: { points: 2.2 }, to: { points: 3.5 } },
        ],
      });
      expect(diff.areas).toHaveLength(1);
      expect(diff.slots).toHaveLength(2);
    });

    it('everybody else sees the last finalised edition, marked', async () => {
      const anybody = await kompass.as('anybody');
      expect(await anybody.call(routes.readTotals, { params })).toMatchObject({
        edition: 1,
        reopened: true,
        revision: readings[0]!.revision,
        ...readings[0]!.totals,
      });
      expect(await anybody.call(routes.readEvaluation, { params })).toMatchObject({
        state: 'finalised',
        edition: 1,
        reopened: true,
        revision: readings[0]!.revision,
      });
      const result = () => anybody.call(routes.readResult, { params });
      expect(await eventually(result, ({ reopened }) => reopened)).toMatchObject({ edition: 1, total: 396 });
    });

    it('the next edition takes its place everywhere', async () => {
      const anybody = await kompass.as('anybody');
      const { edition } = await lead.call(routes.finaliseEvaluation, { params });
      expect(edition).toBe(2);
      const result = () => anybody.call(routes.readResult, { params });
      expect(await eventually(result, (shown) => shown.edition === 2)).toMatchObject({
        reopened: false,
        total: 397,
      });
      const query = { from: '2013', to: '2017' };
      expect(await anybody.call(routes.compareYears, { params: { number: '1640' }, query })).toMatchObject({
        to: { total: 397 },
        change: 143,
      });
    });
  });
});
