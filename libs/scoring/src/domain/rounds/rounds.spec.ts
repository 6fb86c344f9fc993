import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { evaluationDecider } from '../evaluation.decider.js';
import {
  agreeScore,
  areaProposed,
  areaRevealed,
  areaSubmitted,
  assessorAssigned,
  blindUnderWay,
  instrument,
  proposeScore,
  scoreProposed,
  sealedText,
  underWay,
} from '../evaluation.fixtures.js';

const given = specOf(evaluationDecider, { instrument, isAssessor: true });

const submit = { type: 'SubmitArea', by: 'lead', area: '8' } as const;
const reveal = { type: 'RevealArea', by: 'lead', area: '8', reason: sealedText('reason') } as const;
const proposed = [...blindUnderWay, ...areaProposed('lead'), ...areaProposed('assessor')] as const;
const propose = proposeScore({ indicator: '8.7.3', points: 1 });
const agree = agreeScore({ indicator: '8.7.3', points: 1 });
const again = scoreProposed({ indicator: '8.7.3', points: 10 });

describe('submitting', () => {
  it('locks one’s own scores of an area', () => {
    given(...proposed)
      .when(submit)
      .then(areaSubmitted('lead'));
    for (const command of [submit, propose])
      given(...proposed, areaSubmitted('lead'))
        .when(command)
        .thenRejected('already-submitted', { value: '8' });
    given(...proposed, areaSubmitted('lead'))
      .when({ ...propose, by: 'assessor' })
      .then({ ...again, data: { ...again.data, assessor: 'assessor' } });
  });

  it('reveals the area in the same append where it is the last', () => {
    given(...proposed, areaSubmitted('assessor'))
      .when(submit)
      .then(areaSubmitted('lead'), areaRevealed());
  });

  it('waits for no second opinion', () => {
    const third = assessorAssigned('third', { indicators: ['8.7.3'] });
    given(...proposed, third, areaSubmitted('assessor'))
      .when(submit)
      .then(areaSubmitted('lead'), areaRevealed());
  });

  it('wants every indicator proposed, and names those that are not', () => {
    given(...proposed.slice(0, -1))
      .when({ ...submit, by: 'assessor' })
      .thenRejected('proposals-missing', {
        area: '8',
        indicators: 1,
        errors: [{ field: 'proposal/8.7.3', rule: 'required' }],
      });
    given(...blindUnderWay)
      .when({ ...submit, area: 'constructor' })
      .thenRejected('unknown-area');
  });
});

describe('revealing', () => {
  it('is the lead’s to do before all have submitted, with a reason', () => {
    const revealed = areaRevealed('8', sealedText('reason'));
    given(...blindUnderWay)
      .when(reveal)
      .then(revealed);
    given(...proposed, areaSubmitted('lead'))
      .when(reveal)
      .then(revealed);
    given(...blindUnderWay)
      .when({ ...reveal, by: 'assessor' })
      .thenRejected('not-the-lead');
  });

  it('happens once', () => {
    for (const command of [submit, reveal])
      given(...proposed, areaRevealed())
        .when(command)
        .thenRejected('already-revealed', { value: '8' });
  });

  it('comes when the only one who had not submitted leaves', () => {
    const release = { type: 'ReleaseAssessor', accountId: 'assessor' } as const;
    const released = { type: 'AssessorReleased', data: { accountId: 'assessor' } } as const;
    given(...proposed, areaSubmitted('lead'))
      .when(release)
      .then(released, areaRevealed());
    given(...proposed)
      .when(release)
      .then(released);
    given(...proposed, areaSubmitted('lead'), areaRevealed())
      .when(release)
      .then(released);
    given(...blindUnderWay.slice(0, 1), assessorAssigned('assessor'), areaSubmitted('assessor'))
      .when(release)
      .then(released);
  });

  it('opens the area to agreements and second opinions, and marks what comes later', () => {
    const third = assessorAssigned('third', { indicators: ['8.7.3'] });
    const blind = [...proposed, third, areaSubmitted('lead')] as const;
    given(...blind)
      .when({ ...propose, by: 'third' })
      .thenRejected('not-revealed', { value: '8' });
    given(...blind)
      .when(agree)
      .thenRejected('not-revealed');
    given(...blind)
      .when({ type: 'AgreeArea', by: 'lead', area: '8', rule: 'equal' })
      .thenRejected('not-revealed');
    const { proposals } = given(...blind, areaRevealed(), again).state.indicators['8.7.3']!;
    expect(proposals['lead']!.value).toMatchObject({ points: 10, afterReveal: true });
    expect(proposals['assessor']!.value.afterReveal).toBeUndefined();
    given(...blind, areaRevealed())
      .when({ ...propose, by: 'third' })
      .then({ ...again, data: { ...again.data, assessor: 'third' } });
  });
});

it('is no matter of evaluations that are not blind', () => {
  for (const command of [submit, reveal])
    given(...underWay)
      .when(command)
      .thenRejected('already-revealed');
  const { proposals } = given(...underWay, again).state.indicators['8.7.3']!;
  expect(proposals['lead']!.value.afterReveal).toBeUndefined();
});
