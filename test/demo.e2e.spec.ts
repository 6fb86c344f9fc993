import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '@kompass/contracts';
import { demoEvaluation, loadDemo, readDemoCoverage, readDemoFigures } from '@kompass/demo';
import { Kompass } from './kompass.js';
import { storedEvents } from './support/stored-events.js';

/** Source: KS-K rapport 19/2017. */
const printed2017 = [33, 38, 65, 57, 52, 43, 39, 69];

describe('the demo, its messages mixed and repeated', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
  });
  afterAll(() => kompass.stop());

  const compare = async (number: string) =>
    (await kompass.as('anybody')).call(routes.compareYears, {
      params: { number },
      query: { from: '2013', to: '2017' },
    });

  it('comes to the published figures: 396 of 800, 254 → 396 (+142)', async () => {
    const figures = await readDemoFigures(kompass.url, { wait: true });
    expect(figures).toMatchObject({ total: '396 of 800', change: '254 → 396 (+142)' });
    expect(figures!.areas.map(({ to }) => to)).toEqual(printed2017);
  });

  it('finds Røros by both its numbers, and says how comparable its years are', async () => {
    const byOldNumber = await compare('1640');
    expect(byOldNumber).toEqual(await compare('5025'));
    expect(byOldNumber).toMatchObject({
      municipality: 'roros',
      from: { evaluationId: 'roros-2013', year: 2013, instrument: { version: '2.0' }, total: 254 },
      to: { evaluationId: 'roros-2017', year: 2017, instrument: { version: '2.1' }, total: 396 },
      change: 142,
      comparability: 'changed',
    });
  });

  it('is a result once it is finalised, known by its questions', async () => {
    const anybody = await kompass.as('anybody');
    const result = await anybody.call(routes.readResult, { params: { id: demoEvaluation } });
    expect(result).toMatchObject({ origin: 'evaluation', edition: 1, reopened: false, total: 396 });
    expect(result.areas.map(({ points }) => points)).toEqual(printed2017);
    expect(result.questions).toHaveLength(45);
  });

  it('happened as the people who would do it', async () => {
    const events = await storedEvents(kompass.log);
    const did = (actor: string, type: string) =>
      events.filter((event) => event.metadata.actor === actor && event.type === type).length;
    expect([did('lead', 'ScoreProposed'), did('assessor', 'ScoreProposed')]).toEqual([164, 164]);
    expect([did('lead', 'ScoreAgreed'), did('lead', 'EvaluationFinalised')]).toEqual([164, 1]);
    expect([did('admin', 'EvaluationOpened'), did('admin', 'ResultRecorded')]).toEqual([1, 1]);
    expect(did('policy:record-finalised-evaluation', 'EvaluationAdopted')).toBe(1);
    expect([did('lead', 'InterviewBooked'), did('lead', 'InterviewMoved')]).toEqual([18, 1]);
    expect([did('lead', 'InterviewHeld'), did('assessor', 'InterviewHeld')]).toEqual([12, 6]);
    expect(did('policy:note-interview', 'InterviewNoted')).toBe(18);
  });

  it('covers every area by more interviews than the instrument wants, those with the fewest first', async () => {
    const { wanted, areas } = await readDemoCoverage(kompass.url, kompass.demo.password);
    expect(wanted).toBe(3);
    expect(areas.map(({ id, held }) => [id, held])).toEqual([
      ['6', 5],
      ['1', 6],
      ['3', 6],
      ['8', 6],
      ['2', 8],
      ['5', 8],
      ['7', 9],
      ['4', 10],
    ]);
  });

  it('booked one interview where another had stood, which was moved for it', async () => {
    const lead = await kompass.as('lead');
    const { items } = await lead.call(routes.listInterviews, { params: { id: demoEvaluation } });
    const interview = (id: string) => items.find((item) => item.id === id);
    expect(interview('interview-12')).toMatchObject({
      start: '2017-09-06T12:00:00.000Z',
      status: 'held',
      reason: { nb: expect.stringContaining('Formannskapets andre gruppe') },
    });
    expect(interview('interview-13')).toMatchObject({ start: '2017-09-07T06:30:00.000Z', status: 'held' });
    expect(items.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('run again does nothing again', async () => {
    const before = await storedEvents(kompass.log);
    await loadDemo(kompass.demo);
    expect(await storedEvents(kompass.log)).toEqual(before);
  });

  it('is the same with messages in their order', async () => {
    const orderly = await Kompass.start({ disorder: 'none' });
    try {
      await loadDemo(orderly.demo);
      const figures = await readDemoFigures(orderly.url, { wait: true });
      expect(figures).toEqual(await readDemoFigures(kompass.url));
      const happened = async ({ log }: Kompass) =>
        (await storedEvents(log))
          .filter(({ stream }) => stream !== 'kompass-log')
          .map(({ stream, revision, type }) => [stream, revision, type].join(' '))
          .sort();
      expect(await happened(orderly)).toEqual(await happened(kompass));
    } finally {
      await orderly.stop();
    }
  });
});
