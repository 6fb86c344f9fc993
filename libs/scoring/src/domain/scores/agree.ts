import { areaOf, indicatorOf, meanHalfUp, type Instrument } from '@kompass/instrument';
import { own, Rejected } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { remarkOf } from '../fact-check/remarks.js';
import { stale } from '../slot.js';
import { completeProposals, currentProposals, judges, lastRevisionOf, spread } from './current-proposals.js';
import { judging, pointsWithin } from './judging.js';
import type { AgreeArea, AgreeScore } from './scores.commands.js';
import type { ScoreAgreed, ScoreEvent } from './scores.events.js';
import { namedSlots, slotsOf } from './slots.js';

type Events = readonly ScoreEvent[];

export function agree(command: AgreeScore, state: Evaluation, instrument: Instrument): Events {
  const { basedOn, rationale, remarkId } = command;
  const { indicator, question, area } = indicatorOf(instrument, command.indicator);
  judging(command.by, state, indicator);
  answering(remarkId, state);
  const slots = slotsOf(state, indicator.id);
  if (basedOn === undefined) throw new Rejected('based-on-required', { field: 'basedOn' });
  if (basedOn !== lastRevisionOf(slots)) {
    const { proposals, agreement } = slots;
    throw stale(
      basedOn,
      { points: command.points, rationale },
      namedSlots(indicator.id, proposals, agreement),
    );
  }
  const points = pointsWithin(indicator, command.points);
  const proposals = currentProposals(state, indicator.id);
  if (proposals.length === 0) throw new Rejected('nothing-proposed', { value: indicator.id });
  const unanimous = proposals.every(({ value }) => value.points === points);
  if (!unanimous && !rationale) throw new Rejected('rationale-required', { field: 'rationale' });
  const place = { area: area.id, question: question.id, indicator: indicator.id };
  const agreed = scoreAgreed({ ...place, points, ...(rationale ? { rationale } : {}) }, state);
  return [remarkId === undefined ? agreed : { type: 'ScoreRevised', data: { ...agreed.data, remarkId } }];
}

/**
 * A draft changes only where a remark led to it.
 *
 * @throws Rejected `remark-required`, `remark-unknown`
 */
function answering(remarkId: string | undefined, state: Evaluation): void {
  if (remarkId !== undefined) remarkOf(state, remarkId);
  else if (state.status === 'draft') throw new Rejected('remark-required', { field: 'remarkId' });
}

export function agreeByRule(
  { by, area: areaId, rule }: AgreeArea,
  state: Evaluation,
  instrument: Instrument,
): Events {
  const area = areaOf(instrument, areaId);
  const limit = rule === 'equal' ? 0 : instrument.rules.agreeWithin;
  return area.questions.flatMap(({ id: question, indicators }) =>
    indicators.flatMap(({ id }) => {
      const proposals = completeProposals(state, id)?.map(({ value }) => value.points);
      if (
        !judges(own(state.assessors, by)!, id) ||
        slotsOf(state, id).agreement ||
        !proposals ||
        spread(proposals) > limit
      )
        return [];
      return [
        scoreAgreed({ area: area.id, question, indicator: id, points: meanHalfUp(proposals), rule }, state),
      ];
    }),
  );
}

function scoreAgreed(data: Omit<ScoreAgreed['data'], 'standsOn'>, state: Evaluation): ScoreAgreed {
  const standsOn = currentProposals(state, data.indicator).map(({ revision }) => revision);
  return { type: 'ScoreAgreed', data: { ...data, standsOn } };
}
