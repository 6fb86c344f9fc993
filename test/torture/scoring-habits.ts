import { routes, type AnswerOf } from '@kompass/contracts';
import type { Chance } from './chance.js';
import type { Fate } from './memory.js';
import { areaIds, indicatorIds } from './scene.js';
import { toOneEvent, type Habit, type Sending, type Work } from './sending.js';

/** What one does about scores. */
export const scoringHabits = { propose, proposeMany, agree, agreeByRule, finalise, reopen } satisfies Record<
  string,
  Habit
>;

function propose(work: Work, indicator = work.chance.of(indicatorIds)): Sending {
  const params = { id: work.evaluation, indicatorId: indicator };
  const { tenths, ...judged } = judgement(work.chance);
  const says = { indicator, points: tenths };
  return toOneEvent(work, routes.proposeScore, params, judged, {
    in: 'evaluation',
    type: 'ScoreProposed',
    says,
  });
}

function proposeMany(work: Work): Sending {
  const { evaluation, chance, remember } = work;
  const asked = indicatorIds
    .filter(() => chance.happens(0.5))
    .map((indicator) => ({ indicator, ...judgement(chance) }));
  if (asked.length === 0) return propose(work, indicatorIds[0]);
  const params = { id: evaluation };
  const route = routes.proposeScores;
  const parts = asked.map(({ indicator, tenths }, index) => {
    const says = { indicator, points: tenths };
    return remember(route, params, { in: 'evaluation', type: 'ScoreProposed', says }, index);
  });
  const body = { items: asked.map(({ tenths: _tenths, ...item }) => item) };
  const fates = ({ items }: AnswerOf<typeof route>): Fate[] =>
    items.map(({ status, revision, problem }) =>
      status === 'accepted'
        ? { kind: 'accepted', events: 1, revision: revision! }
        : { kind: 'refused', code: problem!.code },
    );
  return { route, params, body, parts, fates } as Sending;
}

async function agree(work: Work): Promise<Sending | undefined> {
  const { evaluation, chance } = work;
  const indicator = chance.of(indicatorIds);
  const params = { id: evaluation, indicatorId: indicator };
  const seen = await work.ask(routes.readIndicator, { params });
  if (!seen) return undefined;
  const { tenths, points, rationale } = judgement(chance);
  const basedOn = Math.max(-1, ...seen.slots.map(({ revision }) => revision));
  if (basedOn < 0) return undefined;
  const says = { indicator, points: tenths };
  return toOneEvent(
    work,
    routes.agreeScore,
    params,
    { points, rationale, basedOn },
    { in: 'evaluation', type: 'ScoreAgreed', says },
  );
}

function agreeByRule({ evaluation, chance, remember }: Work): Sending {
  const params = { id: evaluation, areaId: chance.of(areaIds) };
  const route = routes.agreeArea;
  const body = { rule: chance.of(['equal', 'within']) };
  const parts = [remember(route, params, { in: 'evaluation', type: 'ScoreAgreed' })];
  const fates = ({ agreed, ...told }: AnswerOf<typeof route>): Fate[] => [
    { kind: 'accepted', events: agreed.length, ...told },
  ];
  return { route, params, body, parts, fates } as Sending;
}

function finalise(work: Work): Sending | undefined {
  if (!work.lead) return undefined;
  const params = { id: work.evaluation };
  return toOneEvent(work, routes.finaliseEvaluation, params, undefined, {
    in: 'evaluation',
    type: 'EvaluationFinalised',
  });
}

/** The lead is an administrator, too. */
function reopen(work: Work): Sending | undefined {
  if (!work.lead) return undefined;
  const body = { reason: { en: 'Torture goes on.' } };
  return toOneEvent(work, routes.reopenEvaluation, { id: work.evaluation }, body, {
    in: 'evaluation',
    type: 'EvaluationReopened',
  });
}

/** Points that are never further apart than the instrument's `agreeWithin`, so that rules find something to do. */
function judgement(chance: Chance) {
  const tenths = chance.between(100, 103);
  return { tenths, points: tenths / 10, rationale: { en: `As I see it: ${chance.next()}` } };
}
