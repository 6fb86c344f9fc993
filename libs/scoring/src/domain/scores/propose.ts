import { indicatorOf, levelsOf, pointsFromLevels, warningsOf, type Instrument } from '@kompass/instrument';
import { own, Rejected } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { stale } from '../slot.js';
import { judging, pointsWithin } from './judging.js';
import type { ProposeScore } from './scores.commands.js';
import type { ScoreEvent } from './scores.events.js';
import { namedSlots, slotsOf } from './slots.js';

type Events = readonly ScoreEvent[];

export function propose(command: ProposeScore, state: Evaluation, instrument: Instrument): Events {
  const { by, basedOn, rationale, evidenceIds } = command;
  const { indicator, question, area } = indicatorOf(instrument, command.indicator);
  judging(by, state, indicator);
  const theirs = own(slotsOf(state, indicator.id).proposals, by);
  if (basedOn !== undefined && basedOn !== (theirs?.revision ?? -1)) {
    const { points, levels } = command;
    throw stale(
      basedOn,
      { points, levels, rationale, evidenceIds },
      namedSlots(indicator.id, theirs ? { [by]: theirs } : {}),
    );
  }
  const levels = command.levels && levelsOf(command.levels, indicator);
  if (command.points === undefined && !levels)
    throw new Rejected('points-or-levels-required', { field: 'points' });
  if (!rationale) throw new Rejected('rationale-required', { field: 'rationale' });
  const points =
    levels && command.points === undefined
      ? pointsFromLevels(indicator, levels)
      : pointsWithin(indicator, command.points!);
  const judgement = { points, ...(levels ? { levels } : {}), evidenceIds };
  const warnings = warningsOf(judgement, instrument.rules);
  const place = { area: area.id, question: question.id, indicator: indicator.id };
  const data = { ...place, assessor: by, ...judgement, rationale, warnings };
  return [{ type: 'ScoreProposed', data }];
}
