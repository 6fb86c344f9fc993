import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '@kompass/contracts';
import { loadDemo } from '@kompass/demo';
import { Kompass } from './kompass.js';
import type { Who } from './support/accounts.js';
import { everythingTold, masked, type Told } from './support/hidden.js';
import { caughtUpWith } from './support/open-evaluation.js';
import { instrument, opening } from './support/requests.js';

/*
 * Blind until revealed: the same is played twice, with other hidden scores. Until the area is revealed, nobody but the
 * author is told any of their words, and everybody is told the same of both; once it is, that is no longer so, which
 * shows that the comparison would find a leak.
 */

const sentinel = 'SENTINEL';
const others: readonly Who[] = [
  ...(['assessor', 'auditor', 'admin', 'municipality'] as const),
  ...(['neighbour', 'outsider', 'reader', 'anybody'] as const),
];
const area = '8';
const inArea = instrument.areas
  .find(({ id }) => id === area)!
  .questions.flatMap(({ indicators }) => indicators.map(({ id }) => id));

/** What is proposed first, and what all of the area is worth. */
const plays = {
  'blind-1': { first: inArea.at(-1)!, points: 0.3, system: 1 },
  'blind-2': { first: inArea.at(-2)!, points: 1.1, system: 4 },
} as const;
type PlayId = keyof typeof plays;
const ids = Object.keys(plays) as PlayId[];

describe('a blind area', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    const admin = await kompass.as('admin');
    for (const id of ids) {
      await admin.call(routes.openEvaluation, { body: { ...opening, id, blind: true } });
      for (const accountId of ['lead', 'assessor'])
        await admin.call(routes.assignAssessor, {
          params: { id },
          body: { accountId, lead: accountId === 'lead' },
        });
    }
  });
  afterAll(() => kompass.stop());

  const proposal = (id: PlayId, indicator: string) => {
    const { points, system } = plays[id];
    const levels = { system, extent: 1, result: 1, evaluation: 1 };
    const told = { rationale: { nb: `${sentinel} ${id}` }, evidenceIds: [`${sentinel.toLowerCase()}-${id}`] };
    return { indicator, points, levels, ...told };
  };
  const propose = async (id: PlayId, indicators: readonly string[], who: 'lead' | 'assessor' = 'lead') => {
    const items = indicators.map((indicator) => proposal(id, indicator));
    const { items: outcomes } = await (
      await kompass.as(who)
    ).call(routes.proposeScores, { params: { id }, body: { items } });
    expect(outcomes.map(({ status }) => status)).toEqual(indicators.map(() => 'accepted'));
  };
  const told = async (id: PlayId, to: readonly Who[] = others): Promise<Told> => {
    await caughtUpWith(kompass, id);
    return everythingTold(kompass, { id, indicator: plays['blind-1'].first, to });
  };

  /** Questions whose answers hold a hidden text, or are not the same for both. */
  const leaks = async (to?: readonly Who[]): Promise<string[]> => {
    const [one, two] = [await told('blind-1', to), await told('blind-2', to)];
    expect([...one.keys()]).toEqual([...two.keys()]);
    return [...one]
      .filter(
        ([question, answer]) =>
          answer.toUpperCase().includes(sentinel) ||
          masked(answer, 'blind-1') !== masked(two.get(question)!, 'blind-2'),
      )
      .map(([question]) => question);
  };

  it('tells nobody what was proposed', async () => {
    for (const id of ids) await propose(id, [plays[id].first]);
    expect(await leaks()).toEqual([]);
  });

  it('tells nobody while it is submitted and not yet revealed', async () => {
    for (const id of ids) {
      await propose(id, inArea);
      const { revealed } = await (
        await kompass.as('lead')
      ).call(routes.submitArea, { params: { id, areaId: area } });
      expect(revealed).toBe(false);
    }
    expect(await leaks()).toEqual([]);
  });

  it('tells the author', async () => {
    expect(await leaks(['lead'])).toEqual(
      expect.arrayContaining([
        'lead readAudit',
        'lead readIndicator {}',
        'lead replayEvaluation {"revision":"3"}',
        'lead diffEvaluation {"from":"0","to":"3"}',
        'lead proveEvaluation',
      ]),
    );
  });

  it('tells everybody who works on it or audits it once it is revealed, and nobody else', async () => {
    for (const id of ids) {
      await propose(id, inArea, 'assessor');
      const { revealed } = await (
        await kompass.as('assessor')
      ).call(routes.submitArea, { params: { id, areaId: area } });
      expect(revealed).toBe(true);
    }
    const found = await leaks();
    for (const who of ['assessor', 'auditor', 'admin'])
      expect(found).toEqual(
        expect.arrayContaining([
          `${who} readAudit`,
          `${who} readAudit {"indicator":"it"}`,
          `${who} readIndicator {}`,
          `${who} replayEvaluation {"at":"2999-01-01T00:00:00Z"}`,
          `${who} proveEvaluation`,
        ]),
      );
    expect(found.filter((question) => !/^(assessor|auditor|admin) /.test(question))).toEqual([]);
  });

  it('marks what is proposed afterwards', async () => {
    const indicator = inArea[0]!;
    await propose('blind-1', [indicator]);
    await caughtUpWith(kompass, 'blind-1');
    const params = { id: 'blind-1', indicatorId: indicator };
    const { slots } = await (await kompass.as('auditor')).call(routes.readIndicator, { params });
    const marks = slots.flatMap(({ slot, value }) =>
      'afterReveal' in value ? [[slot, value.afterReveal]] : [],
    );
    expect(marks).toEqual([
      [`proposal/${indicator}/lead`, true],
      [`proposal/${indicator}/assessor`, false],
    ]);
  });
});
