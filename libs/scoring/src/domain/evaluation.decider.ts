import {
  areaOf,
  indexOf,
  indicatorOf,
  levelsOf,
  meanHalfUp,
  pointsFromLevels,
  warningsOf,
  type Indicator,
  type Instrument,
} from '@kompass/instrument';
import { own, Rejected, tenthsOf, unreachable, type Decider, type Tenths } from '@kompass/kernel';
import { followCourse } from './course.js';
import { completeProposals, currentProposals, judges, lastRevisionOf, spread } from './current-proposals.js';
import type {
  AgreeArea,
  AgreeScore,
  AssignAssessor,
  EvaluationCommand,
  FinaliseEvaluation,
  OpenEvaluation,
  ProposeScore,
  ReleaseAssessor,
  ReopenEvaluation,
} from './evaluation.commands.js';
import type { EvaluationEvent, ScoreAgreed } from './evaluation.events.js';
import { evolve, namedSlots, slotsOf, unopened, type Evaluation, type NamedSlot } from './evaluation.js';
import { hearOfInterview, isInterviewCommand, uncoveredAreas } from './interviews.js';

/** What `decide` looks up. */
export interface EvaluationReference {
  /** Named by the command (opening) or the state; none where there is no evaluation. */
  readonly instrument: Instrument | undefined;
  /** Of the account to be assigned, whether it has the role of an assessor; undefined while nobody told of it. */
  readonly isAssessor?: boolean | undefined;
}

type Events = readonly EvaluationEvent[];

/** One evaluation of one municipality: the consistency boundary of scoring. */
export const evaluationDecider: Decider<EvaluationCommand, Evaluation, EvaluationEvent, EvaluationReference> =
  {
    initial: unopened,
    evolve,
    decide(command, state, { instrument, isAssessor }) {
      if (isInterviewCommand(command)) return hearOfInterview(command, state);
      followCourse(command, state);
      if (!instrument) throw new Rejected('not-yet-known', { field: 'instrument' });
      switch (command.type) {
        case 'OpenEvaluation':
          return open(command, instrument);
        case 'AssignAssessor':
          return assign(command, state, instrument, isAssessor);
        case 'ReleaseAssessor':
          return release(command, state);
        case 'ProposeScore':
          return propose(command, state, instrument);
        case 'AgreeScore':
          return agree(command, state, instrument);
        case 'AgreeArea':
          return agreeByRule(command, state, instrument);
        case 'FinaliseEvaluation':
          return finalise(command, state, instrument);
        case 'ReopenEvaluation':
          return reopen(command, state);
        default:
          return unreachable(command);
      }
    },
  };

function open({ type: _type, ...command }: OpenEvaluation, instrument: Instrument): Events {
  const areas = instrument.areas.map(({ id, questions }) => ({
    id,
    indicators: questions.reduce((sum, { indicators }) => sum + indicators.length, 0),
  }));
  return [{ type: 'EvaluationOpened', data: { ...command, areas } }];
}

function assign(
  command: AssignAssessor,
  state: Evaluation,
  instrument: Instrument,
  isAssessor: boolean | undefined,
): Events {
  const { accountId, lead, indicators } = command;
  const named = { field: 'accountId', value: accountId };
  if (isAssessor === undefined) throw new Rejected('not-yet-known', named);
  if (!isAssessor) throw new Rejected('no-assessor', named);
  if (own(state.assessors, accountId)) throw new Rejected('already-assigned', named);
  if (lead && Object.values(state.assessors).some((membership) => membership.lead)) {
    throw new Rejected('lead-taken', { field: 'lead' });
  }
  for (const indicator of indicators ?? []) indicatorOf(instrument, indicator);
  return [{ type: 'AssessorAssigned', data: { accountId, lead, ...(indicators ? { indicators } : {}) } }];
}

function release({ accountId }: ReleaseAssessor, state: Evaluation): Events {
  if (!own(state.assessors, accountId)) throw new Rejected('assessor-unknown', { accountId });
  return [{ type: 'AssessorReleased', data: { accountId } }];
}

function propose(command: ProposeScore, state: Evaluation, instrument: Instrument): Events {
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

function agree(command: AgreeScore, state: Evaluation, instrument: Instrument): Events {
  const { basedOn, rationale } = command;
  const { indicator, question, area } = indicatorOf(instrument, command.indicator);
  judging(command.by, state, indicator);
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
  return [
    scoreAgreed(
      {
        area: area.id,
        question: question.id,
        indicator: indicator.id,
        points,
        ...(rationale ? { rationale } : {}),
      },
      state,
    ),
  ];
}

function agreeByRule(
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

function finalise(_command: FinaliseEvaluation, state: Evaluation, instrument: Instrument): Events {
  const unagreed = [...indexOf(instrument).indicators.keys()].filter((id) => !slotsOf(state, id).agreement);
  const uncovered = uncoveredAreas(state, instrument);
  const errors = [
    ...unagreed.map((id) => ({ field: `agreement/${id}`, rule: 'required' })),
    ...uncovered.map(({ id, has, wants }) => ({
      field: `coverage/${id}`,
      rule: 'interviews-required',
      has,
      wants,
    })),
  ];
  if (errors.length > 0)
    throw new Rejected('incomplete', { indicators: unagreed.length, areas: uncovered.length, errors });
  return [{ type: 'EvaluationFinalised', data: { edition: state.edition, areas: areasOf(state) } }];
}

function reopen({ reason }: ReopenEvaluation, state: Evaluation): Events {
  return [
    { type: 'EvaluationReopened', data: { edition: state.edition + 1, areas: areasOf(state), reason } },
  ];
}

function areasOf(state: Evaluation): readonly string[] {
  return state.opened!.areas.map(({ id }) => id);
}

function scoreAgreed(data: Omit<ScoreAgreed['data'], 'standsOn'>, state: Evaluation): ScoreAgreed {
  const standsOn = currentProposals(state, data.indicator).map(({ revision }) => revision);
  return { type: 'ScoreAgreed', data: { ...data, standsOn } };
}

/** Who was called in for a second opinion judges, and agrees on, these indicators only. @throws Rejected `indicator-not-assigned` */
function judging(by: string, state: Evaluation, { id }: Indicator): void {
  if (!judges(own(state.assessors, by)!, id)) throw new Rejected('indicator-not-assigned', { value: id });
}

/** @throws Rejected `points-not-in-tenths`, `points-negative`, `score-above-maximum` */
function pointsWithin({ maxTenths }: Indicator, entered: number): Tenths {
  const points = tenthsOf(entered);
  if (points > maxTenths)
    throw new Rejected('score-above-maximum', { field: 'points', value: entered, max: maxTenths / 10 });
  return points;
}

/** The slot has changed since its author saw it: both values, theirs as entered. */
function stale(basedOn: number, yours: object, slots: readonly NamedSlot[]): Rejected {
  return new Rejected('stale', { field: 'basedOn', basedOn, yours, slots });
}
