import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { evaluationDecider } from '../evaluation.decider.js';
import {
  agreeScore,
  allAgreed,
  allCovered,
  assessorAssigned,
  draftIssued,
  evaluationFinalised,
  evaluationOpened,
  instrument,
  remarkAnswered,
  remarkMade,
  scoreProposed,
  sealedText,
} from '../evaluation.fixtures.js';

const given = specOf(evaluationDecider, { instrument, isAssessor: true });

const begun = [
  evaluationOpened({ factCheck: true }),
  assessorAssigned('lead'),
  assessorAssigned('assessor'),
  scoreProposed({ indicator: '5.6.2', points: 16 }),
] as const;
const complete = [...begun, ...allCovered(), ...allAgreed()] as const;
const draft = [...complete, draftIssued()] as const;

const { deadline } = draftIssued().data;
const issue = { type: 'IssueDraft', by: 'lead', deadline } as const;
const withdraw = { type: 'WithdrawDraft', by: 'lead', reason: sealedText('reason') } as const;
const finalise = { type: 'FinaliseEvaluation', by: 'lead' } as const;
const remark = {
  type: 'MakeRemark',
  municipality: 'roros',
  at: '2017-11-01T08:00:00.000Z',
  ...remarkMade().data,
} as const;
const answer = {
  type: 'AnswerRemark',
  by: 'assessor',
  remarkId: 'remark-01',
  text: sealedText('answer'),
} as const;

describe('the draft', () => {
  it('is issued once everything is there, and says what is not', () => {
    given(...complete)
      .when(issue)
      .then(draftIssued());
    given(...complete.slice(0, -1))
      .when(issue)
      .thenRejected('incomplete', {
        indicators: 1,
        areas: 0,
        errors: [{ field: 'agreement/8.7.3', rule: 'required' }],
      });
  });

  it('is there only where a fact check was asked for, and then it must be', () => {
    given(evaluationOpened(), ...complete.slice(1))
      .when(issue)
      .thenRejected('no-fact-check');
    given(...complete)
      .when(finalise)
      .thenRejected('draft-required');
  });

  it('is withdrawn with a reason; what was remarked on it stands', () => {
    const withdrawn = { type: 'DraftWithdrawn', data: { reason: sealedText('reason') } } as const;
    given(...draft)
      .when(withdraw)
      .then(withdrawn);
    const { state } = given(...draft, remarkMade(), withdrawn);
    expect(state).toMatchObject({ status: 'open', remarks: { 'remark-01': {} } });
    expect(state.draft).toBeUndefined();
  });
});

describe('remarks', () => {
  it('are made until the deadline, by the municipality that is evaluated', () => {
    given(...draft)
      .when(remark)
      .then(remarkMade());
    given(...draft)
      .when({ ...remark, at: deadline })
      .then(remarkMade());
    given(...draft)
      .when({ ...remark, at: '2017-11-15T12:00:00.001Z' })
      .thenRejected('deadline-passed', { deadline });
    given(...draft)
      .when({ ...remark, municipality: 'ulstein' })
      .thenRejected('evaluation-unknown');
    given(...complete)
      .when(remark)
      .thenRejected('evaluation-unknown');
    given(...draft, evaluationFinalised())
      .when(remark)
      .thenRejected('wrong-state');
    given(...draft, evaluationFinalised())
      .when({ ...remark, municipality: 'ulstein' })
      .thenRejected('not-the-municipality');
  });

  it.each([
    ['unknown-indicator', { about: 'agreement/9.9.9' }],
    ['unknown-area', { about: 'area/constructor' }],
    ['remark-text-required', { text: undefined }],
    ['evidence-required', { kind: 'document' }],
  ] as const)('are refused with %s', (code, over) => {
    given(...draft)
      .when({ ...remark, ...over })
      .thenRejected(code);
  });

  it('are answered, each once, before it is finalised', () => {
    const agrees = remarkMade({ remarkId: 'remark-02', kind: 'agree' });
    given(...draft, remarkMade(), agrees)
      .when(finalise)
      .thenRejected('remarks-unanswered', {
        remarks: 1,
        errors: [{ field: 'remark/remark-01/answer', rule: 'required' }],
      });
    given(...draft, remarkMade())
      .when(answer)
      .then(remarkAnswered());
    given(...draft, remarkMade(), remarkAnswered())
      .when(answer)
      .thenRejected('already-answered');
    given(...draft)
      .when({ ...answer, remarkId: 'constructor' })
      .thenRejected('remark-unknown');
    given(...draft, remarkMade(), remarkAnswered(), agrees)
      .when(finalise)
      .then(evaluationFinalised());
  });

  it('change a score, which names them', () => {
    const basedOn = draft.findLastIndex(
      ({ type, data }) => type === 'ScoreAgreed' && 'indicator' in data && data.indicator === '5.6.2',
    );
    const agree = agreeScore({
      indicator: '5.6.2',
      points: 2.2,
      rationale: sealedText('why'),
      basedOn,
    });
    given(...draft, remarkMade())
      .when({ ...agree, remarkId: 'remark-01' })
      .then({
        type: 'ScoreRevised',
        data: {
          ...{ area: '5', question: '5.6', indicator: '5.6.2', points: 22 },
          ...{ rationale: sealedText('why'), standsOn: [3], remarkId: 'remark-01' },
        },
      });
    given(...draft, remarkMade())
      .when(agree)
      .thenRejected('remark-required');
    given(...draft)
      .when({ ...agree, remarkId: 'remark-01' })
      .thenRejected('remark-unknown');
  });
});
