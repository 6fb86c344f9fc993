import { bundledInstruments, indicatorOf, digestOf } from '@kompass/instrument';
import type { Localised, Passages, Sealed } from '@kompass/kernel';
import type { AgreeScore, OpenEvaluation, ProposeScore } from './evaluation.commands.js';
import type {
  AssessorAssigned,
  EvaluationFinalised,
  EvaluationOpened,
  EvaluationReopened,
  InterviewNoted,
  InterviewStruck,
  ScoreAgreed,
  ScoreProposed,
} from './evaluation.events.js';

/** The instrument the fixtures speak of. */
export const instrument = bundledInstruments()['2.1'];
const instrumentRef = { id: instrument.id, version: instrument.version, digest: digestOf(instrument) };
const areaIds = instrument.areas.map(({ id }) => id);

/** A text as it stands in an event; the seal is a fixture's, nobody opens it. */
export function sealedText(text = 'because'): Localised<Sealed> {
  return { nb: { digest: text, sealed: 'c2VhbGVk', key: '00000000-0000-4000-8000-000000000000' } };
}

export function openEvaluation(over: Partial<OpenEvaluation> = {}): OpenEvaluation {
  return {
    type: 'OpenEvaluation',
    municipality: 'roros',
    instrument: instrumentRef,
    evaluatedAt: '2017-09',
    blind: false,
    factCheck: false,
    language: 'nb',
    ...over,
  };
}

export function evaluationOpened(): EvaluationOpened {
  const { type: _type, ...data } = openEvaluation();
  const areas = instrument.areas.map(({ id, questions }) => ({
    id,
    indicators: questions.flatMap((question) => question.indicators).length,
  }));
  return { type: 'EvaluationOpened', data: { ...data, areas } };
}

export function assessorAssigned(
  accountId = 'lead',
  over: Partial<AssessorAssigned['data']> = {},
): AssessorAssigned {
  return { type: 'AssessorAssigned', data: { accountId, lead: accountId === 'lead', ...over } };
}

/** Opened, with `lead` and `assessor` assigned: revisions 0 to 2. */
export const underWay = [evaluationOpened(), assessorAssigned('lead'), assessorAssigned('assessor')] as const;

export function placeOf(id: string): { area: string; question: string; indicator: string } {
  const { indicator, question, area } = indicatorOf(instrument, id);
  return { area: area.id, question: question.id, indicator: indicator.id };
}

export function proposeScore(over: Partial<ProposeScore> = {}): ProposeScore {
  return {
    type: 'ProposeScore',
    by: 'lead',
    indicator: '1.1.1',
    points: 4.5,
    rationale: sealedText(),
    evidenceIds: ['plan'],
    ...over,
  };
}

/** Points in tenths. */
export function scoreProposed(over: Partial<ScoreProposed['data']> = {}): ScoreProposed {
  const place = placeOf(over.indicator ?? '1.1.1');
  const judgement = { points: 45, rationale: sealedText(), evidenceIds: ['plan'], warnings: [] };
  return { type: 'ScoreProposed', data: { ...place, assessor: 'lead', ...judgement, ...over } };
}

export function agreeScore(over: Partial<AgreeScore> = {}): AgreeScore {
  return { type: 'AgreeScore', by: 'lead', indicator: '1.1.1', points: 4.5, basedOn: 3, ...over };
}

/** Points in tenths. */
export function scoreAgreed(over: Partial<ScoreAgreed['data']> = {}): ScoreAgreed {
  const place = placeOf(over.indicator ?? '1.1.1');
  return { type: 'ScoreAgreed', data: { ...place, points: 45, standsOn: [], ...over } };
}

/** Every indicator agreed at its maximum. */
export function allAgreed(): ScoreAgreed[] {
  const indicators = instrument.areas.flatMap(({ questions }) =>
    questions.flatMap((question) => question.indicators),
  );
  return indicators.map(({ id, maxTenths }) => scoreAgreed({ indicator: id, points: maxTenths }));
}

export function evaluationFinalised(edition = 1): EvaluationFinalised {
  return { type: 'EvaluationFinalised', data: { edition, areas: areaIds } };
}

export function evaluationReopened(edition = 2, reason: Passages = sealedText('reason')): EvaluationReopened {
  return { type: 'EvaluationReopened', data: { edition, areas: areaIds, reason } };
}

/** One that covers every area. */
export function interviewNoted(over: Partial<InterviewNoted['data']> = {}): InterviewNoted {
  const about = { interviewId: 'interview-01', group: 'staff-and-personnel', areas: areaIds };
  return {
    type: 'InterviewNoted',
    data: { ...about, heldAt: '2017-09-05T07:45:00.000Z', heldRevision: 7, ...over },
  };
}

export function interviewStruck(over: Partial<InterviewStruck['data']> = {}): InterviewStruck {
  return { type: 'InterviewStruck', data: { interviewId: 'interview-01', cancelledRevision: 8, ...over } };
}

/** As many interviews as the instrument asks for, in every area. */
export function allCovered(): InterviewNoted[] {
  const ids = Array.from({ length: instrument.rules.interviews.perArea }, (_, index) => `covering-${index}`);
  return ids.map((interviewId) => interviewNoted({ interviewId }));
}
