import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, services, type AnswerOf } from '@kompass/contracts';
import { demoEvaluation, loadDemo, readDemoFigures } from '@kompass/demo';
import type { NewEvent } from '@kompass/event-store';
import { Kompass, problemIn } from './kompass.js';
import { eventually } from './support/eventually.js';
import { formName } from './form.js';
import { viewRows } from './support/view-rows.js';

type Projections = AnswerOf<typeof routes.listProjections>['items'];

const projections = [
  'register.instrument',
  'register.municipality',
  'reporting.longitudinal',
  'reporting.result',
  'scheduling.interview',
  'scheduling.schedule',
  'scoring.access',
  'scoring.area-total',
  'scoring.audit-entry',
  'scoring.evaluation',
  'scoring.evidence',
  'scoring.indicator-score',
  'scoring.remark',
];

/** The contexts that publish their log. */
const logs = ['register', 'reporting', 'scheduling', 'scoring'];

/** What the gateway tells of the services behind it. */
const behind = formName() === 'services' ? services.map((name) => `service ${name}`) : [];

const eventOfTomorrow: NewEvent = {
  id: '5a3e6c0e-8e4c-4b4b-9d67-3c1f0f9c1d11',
  type: 'ResultForetold',
  data: {},
  metadata: {
    actor: 'admin',
    at: '2030-01-01T00:00:00.000Z',
    commandId: '0b3a1c55-6c0f-4c58-8a4b-5d1a0d9f7a10',
    request: '',
    correlationId: 'tomorrow',
    causationId: 'tomorrow',
    schema: 1,
    prev: '0'.repeat(64),
    hash: '0'.repeat(64),
  },
};

describe('the operation of a running Kompass', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await readDemoFigures(kompass.url, { wait: true });
  });
  afterAll(() => kompass.stop());

  /** How often the relay of each context was taken over or moved. */
  const epochs = async (): Promise<number[]> => {
    const sql = logs.map((context) => `SELECT epoch FROM ${context}.relay_position`);
    const { rows } = await kompass.database.pool.query<{ epoch: number }>(sql.join(' UNION ALL '));
    return rows.map(({ epoch }) => epoch);
  };
  /** Up to where each context is published, in the order of `logs`. */
  const published = async (): Promise<bigint[]> => {
    const { items } = await (await kompass.as('admin')).call(routes.listRelays);
    const found = new Map(items.map(({ context, position }) => [context, position]));
    expect([...found.keys()].toSorted()).toEqual(logs);
    return logs.map((context) => BigInt(found.get(context)?.split('-')[0] ?? 0));
  };
  const listed = async (): Promise<Projections> =>
    (await (await kompass.as('admin')).call(routes.listProjections)).items;
  const rebuild = async (name: string) => {
    const before = new Map((await listed()).map((each) => [each.name, each.generation]));
    const admin = await kompass.as('admin');
    const { rebuilding } = await admin.call(routes.rebuildProjection, { params: { name } });
    const isRebuilt = ({ name, state, generation }: Projections[number]) =>
      state === 'live' && (generation === before.get(name)! + 1 || !rebuilding.includes(name));
    await eventually(listed, (items) => items.every(isRebuilt));
    return rebuilding;
  };

  it('is ready, and says of every part that it is', async () => {
    expect(await kompass.readiness()).toEqual({
      waiting: [],
      ready: [
        ...['event-store', 'identity', 'messaging', 'parked'],
        ...projections.map((name) => `projection ${name}`),
        ...behind.toSorted(),
      ],
    });
  });

  it('tells the contexts everything again, and nothing changes', async () => {
    const admin = await kompass.as('admin');
    const before = await viewRows(kompass.database);
    const head = await kompass.log.head();
    const [turns, places] = [await epochs(), await published()];
    for (const context of [...logs, 'identity']) {
      const rewound = await admin.call(routes.rewindRelay, { params: { context }, body: { to: 'start' } });
      expect(rewound).toEqual({ context, position: null });
    }
    // Moved by the rewind, taken over by the relay, and at its place again.
    await eventually(epochs, (now) => now.every((epoch, index) => epoch === turns[index]! + 2));
    await eventually(published, (now) => now.every((place, index) => place >= places[index]!));
    const outbox = async () => (await kompass.database.pool.query('SELECT 1 FROM identity.outbox')).rowCount;
    await eventually(outbox, (rows) => rows === 0);
    expect(await viewRows(kompass.database)).toEqual(before);
    expect(await kompass.log.head()).toEqual(head);
  });

  it('rewinds no context that is none, and no further than the log goes', async () => {
    const rewind = (context: string, to: string) =>
      kompass.ask(routes.rewindRelay, { as: 'admin', params: { context }, body: { to } });
    expect(problemIn(await rewind('scoring', '9999999999-9999999999'))).toMatchObject({
      status: 422,
      code: 'position-beyond-log',
    });
    expect(problemIn(await rewind('nobody', 'start'))).toMatchObject({ status: 404, code: 'relay-unknown' });
    expect((await rewind('scoring', 'yesterday')).status).toBe(400);
  });

  it.each(['all', 'scoring.audit-entry'])('rebuilds %s to identical rows', async (name) => {
    const before = await viewRows(kompass.database);
    const empty = Object.keys(before).filter((view) => before[view]!.length === 0);
    expect(empty).toEqual(['scoring.remark']); // the demo has no fact check
    expect(Object.keys(before)).toHaveLength(projections.length);
    expect((await rebuild(name)).toSorted()).toEqual(name === 'all' ? projections : [name]);
    expect(await viewRows(kompass.database)).toEqual(before);
  });

  it('rebuilds from nothing what was lost', async () => {
    const before = await viewRows(kompass.database);
    for (const table of Object.keys(before)) await kompass.database.pool.query(`DELETE FROM ${table}`);
    expect((await kompass.ask(routes.readTotals, { params: { id: demoEvaluation } })).status).toBe(404);
    await rebuild('all');
    expect(await viewRows(kompass.database)).toEqual(before);
  });

  describe('after an event that only a newer version knows', () => {
    beforeAll(async () => {
      await kompass.log.append('result-of-tomorrow', -1, [eventOfTomorrow]);
    });

    it('names what has met it', async () => {
      const waiting = async () => (await kompass.readiness()).waiting;
      const named = (parts: readonly string[]) =>
        parts.filter((part) => part.includes('ResultForetold')).length === 2;
      expect(await eventually(waiting, named)).toEqual([
        expect.stringMatching(/^projection reporting\.result .*ResultForetold/),
        expect.stringMatching(/^projection reporting\.longitudinal .*ResultForetold/),
      ]);
      const halted = (await listed()).filter(({ state }) => state === 'halted');
      expect(halted.map(({ name }) => name)).toEqual(['reporting.result', 'reporting.longitudinal']);
    });

    it('goes on with everything else', async () => {
      const params = { id: demoEvaluation };
      const admin = await kompass.as('admin');
      const body = { reason: { nb: 'Videre' } };
      const { position } = await admin.call(routes.reopenEvaluation, { params, body });
      const totals = await admin.call(routes.readTotals, { params, query: { atLeast: position } });
      expect(totals).toMatchObject({ edition: 2 });
      expect(await admin.call(routes.readResult, { params })).toMatchObject({ total: 396 });
      expect(await readDemoFigures(kompass.url)).toMatchObject({ change: '254 → 396 (+142)' });
    });

    it('changes nothing where that event stands', async () => {
      const answer = await kompass.ask(routes.recordResult, {
        as: 'admin',
        body: {
          id: 'of-tomorrow',
          municipality: 'roros',
          instrument: { id: 'kommunekompasset', version: '2.1' },
          evaluatedAt: '2030',
          knownBy: 'total',
          total: 400,
          source: { nb: 'Spådom' },
        },
      });
      expect([answer.status, problemIn(answer).code]).toEqual([503, 'written-by-newer-version']);
    });
  });
});
