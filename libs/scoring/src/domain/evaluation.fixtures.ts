import { areaOf, bundledInstruments, indicatorOf, digestOf } from '@kompass/instrument';
import type { Localised, Passages, Sealed } from '@kompass/kernel';
import type { AgreeScore, OpenEvaluation, ProposeScore } from './evaluation.commands.js';
import type {
  AreaRevealed,
  AreaSubmitted,
  AssessorAssigned,
  DraftIssued,
  EvaluationFinalised,
  EvaluationOpened,
  EvaluationReopened,
  InterviewNoted,
  InterviewStruck,
  RemarkAnswered,
  RemarkMade,
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

export function evaluationOpened(over: Partial<OpenEvaluation> = {}): EvaluationOpened {
  const { type: _type, ...data } = openEvaluation(over);
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

/** The same, blind. */
export const blindUnderWay = [
  evaluationOpened({ blind: true }),
  assessorAssigned('lead'),
  assessorAssigned('assessor'),
] as const;

export function areaSubmitted(assessor = 'lead', area = '8'): AreaSubmitted {
  return { type: 'AreaSubmitted', data: { area, assessor } };
}

/** With a reason where the lead closed the round. */
export function areaRevealed(area = '8', reason?: Passages): AreaRevealed {
  return { type: 'AreaRevealed', data: { area, ...(reason ? { reason } : {}) } };
}

/** An assessor's proposals for all of an area. */
export function areaProposed(assessor = 'lead', area = '8'): ScoreProposed[] {
  const { questions } = areaOf(instrument, area);
  const ids = questions.flatMap(({ indicators }) => indicators.map(({ id }) => id));
  return ids.map((indicator) => scoreProposed({ indicator, assessor, points: 1 }));
}

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

export function draftIssued(over: Partial<DraftIssued['data']> = {}): DraftIssued {
  return { type: 'DraftIssued', data: { edition: 1, deadline: '2017-11-15T12:00:00.000Z', ...over } };
}

export function remarkMade(over: Partial<RemarkMade['data']> = {}): RemarkMade {
  const about = { about: 'agreement/5.6.2', kind: 'remark', text: sealedText('too low') } as const;
  return { type: 'RemarkMade', data: { remarkId: 'remark-01', ...about, evidenceIds: [], ...over } };
}

export function remarkAnswered(remarkId = 'remark-01'): RemarkAnswered {
  return { type: 'RemarkAnswered', data: { remarkId, text: sealedText('answer') } };
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
