import { describe, expect, it } from '@jest/globals';
import { by, recorded, specOf } from '@kompass/testing';
import { evaluationDecider } from './evaluation.decider.js';
import {
  agreeScore,
  allAgreed,
  allCovered,
  assessorAssigned,
  evaluationFinalised,
  evaluationOpened,
  evaluationReopened,
  instrument,
  openEvaluation,
  proposeScore,
  scoreAgreed,
  scoreProposed,
  sealedText,
  underWay,
} from './evaluation.fixtures.js';

const given = specOf(evaluationDecider, { instrument, isAssessor: true });
const basedOnLast = (events: readonly unknown[]): number => events.length - 1;

describe('opening and assigning', () => {
  it('opens an evaluation once', () => {
    given().when(openEvaluation()).then(evaluationOpened());
    given(evaluationOpened()).when(openEvaluation()).thenRejected('already-exists');
  });

  it('assigns assessors, one of them lead', () => {
    const assign = { type: 'AssignAssessor', accountId: 'lead', lead: true } as const;
    given(evaluationOpened()).when(assign).then(assessorAssigned('lead'));
    given(evaluationOpened(), assessorAssigned('lead')).when(assign).thenRejected('already-assigned');
    given(evaluationOpened(), assessorAssigned('lead'))
      .when({ ...assign, accountId: 'assessor' })
      .thenRejected('lead-taken');
    given().when(assign).thenRejected('evaluation-unknown');
    given(evaluationOpened())
      .when({ ...assign, accountId: 'constructor' })
      .then(assessorAssigned('constructor', { lead: true }));
  });

  it('assigns only who has the role, once it is known', () => {
    const assign = { type: 'AssignAssessor', accountId: 'reader', lead: false } as const;
    specOf(evaluationDecider, { instrument, isAssessor: false })(evaluationOpened())
      .when(assign)
      .thenRejected('no-assessor', { value: 'reader' });
    specOf(evaluationDecider, { instrument, isAssessor: undefined })(evaluationOpened())
      .when(assign)
      .thenRejected('not-yet-known', { field: 'accountId' });
  });

  it('takes a certificate that holds to be assigned and to score, and no tie to the municipality', () => {
    const assign = { type: 'AssignAssessor', accountId: 'third', lead: false } as const;
    const known = { instrument, isAssessor: true, isCertified: true };
    const expired = specOf(evaluationDecider, { ...known, isCertified: false });
    expired(...underWay)
      .when(assign)
      .thenRejected('not-certified', { value: 'third' });
    for (const command of [proposeScore(), agreeScore()])
      expired(...underWay)
        .when(command)
        .thenRejected('not-certified', { value: 'lead' });
    expired(...underWay)
      .when({ type: 'ReleaseAssessor', accountId: 'lead' })
      .then({ type: 'AssessorReleased', data: { accountId: 'lead' } });
    specOf(evaluationDecider, { ...known, boundTo: 'roros' })(...underWay)
      .when(assign)
      .thenRejected('conflict-of-interest', { value: 'third' });
    specOf(evaluationDecider, { ...known, boundTo: 'ulstein' })(...underWay)
      .when(assign)
      .then(assessorAssigned('third'));
  });

  it('asks a second opinion on indicators that exist', () => {
    const assign = { type: 'AssignAssessor', accountId: 'third', lead: false } as const;
    given(...underWay)
      .when({ ...assign, indicators: ['1.1.1', '1.2.1'] })
      .then(assessorAssigned('third', { indicators: ['1.1.1', '1.2.1'] }));
    given(...underWay)
      .when({ ...assign, indicators: ['9.9.9'] })
      .thenRejected('unknown-indicator', { value: '9.9.9' });
  });

  it('releases who is assigned; what they proposed no longer counts', () => {
    const release = { type: 'ReleaseAssessor', accountId: 'assessor' } as const;
    const released = { type: 'AssessorReleased', data: { accountId: 'assessor' } } as const;
    given(...underWay)
      .when(release)
      .then(released);
    given(...underWay, released)
      .when(release)
      .thenRejected('assessor-unknown');
    given(
      ...underWay,
      scoreProposed({ points: 45 }),
      scoreProposed({ assessor: 'assessor', points: 30 }),
      released,
    )
      .when(agreeScore({ basedOn: 4 }))
      .then(scoreAgreed({ standsOn: [3] }));
  });
});

describe('proposing', () => {
  it('keeps points, levels, rationale and evidence in a slot of its own', () => {
    const levels = { system: 3, extent: 3, result: 2, evaluation: 1 } as const;
    given(...underWay)
      .when(proposeScore({ levels }))
      .then(scoreProposed({ levels }));
  });

  it('makes points from levels, half up to a tenth', () => {
    // 1.1.1: weights 40 20 20 20, maximum 6.0: (40×3 + 20×3 + 20×2 + 20×1) × 60 ÷ 400 = 36
    const levels = { system: 3, extent: 3, result: 2, evaluation: 1 } as const;
    given(...underWay)
      .when(proposeScore({ points: undefined, levels }))
      .then(scoreProposed({ levels, points: 36 }));
  });

  it('warns of what is odd and changes nothing', () => {
    const nothing = { system: 0, extent: 0, result: 0, evaluation: 0 } as const;
    given(...underWay)
      .when(proposeScore({ levels: nothing, evidenceIds: [] }))
      .then(
        scoreProposed({
          levels: nothing,
          evidenceIds: [],
          warnings: ['points-without-levels', 'points-without-evidence'],
        }),
      );
  });

  it.each([
    ['score-above-maximum', { points: 6.1 }, { field: 'points', max: 6 }],
    ['points-not-in-tenths', { points: 4.55 }, { field: 'points' }],
    ['points-negative', { points: -0.1 }, { field: 'points' }],
    ['points-or-levels-required', { points: undefined }, {}],
    ['rationale-required', { rationale: undefined }, { field: 'rationale' }],
    ['unknown-indicator', { indicator: '1.1.9' }, { value: '1.1.9' }],
    ['levels-invalid', { levels: { system: 5 } }, {}],
    ['evaluation-unknown', { by: 'stranger' }, {}],
    ['evaluation-unknown', { by: 'constructor' }, {}],
  ])('refuses with %s', (code, over, detail) => {
    given(...underWay)
      .when(proposeScore(over))
      .thenRejected(code, detail);
  });

  it('holds a second opinion to its indicators', () => {
    const third = assessorAssigned('third', { indicators: ['1.1.1'] });
    given(...underWay, third)
      .when(proposeScore({ by: 'third' }))
      .then(scoreProposed({ assessor: 'third' }));
    given(...underWay, third)
      .when(proposeScore({ by: 'third', indicator: '1.1.2', points: 1 }))
      .thenRejected('indicator-not-assigned');
  });

  it('overwrites its own slot only as its author saw it', () => {
    const events = [...underWay, scoreProposed(), scoreProposed({ points: 50 })] as const;
    given(...events)
      .when(proposeScore({ basedOn: 4 }))
      .then(scoreProposed());
    given(...events)
      .when(proposeScore({ basedOn: 3 }))
      .thenRejected('stale', { basedOn: 3 });
    given(...underWay)
      .when(proposeScore({ basedOn: 3 }))
      .thenRejected('stale', { slots: [] });
    given(...underWay, scoreProposed({ assessor: 'assessor' }))
      .when(proposeScore())
      .then(scoreProposed());
  });
});

describe('agreeing', () => {
  const both = [...underWay, scoreProposed(), scoreProposed({ assessor: 'assessor', points: 30 })] as const;

  it('takes a value with a reason where the proposals differ', () => {
    const rationale = sealedText('in between');
    given(...both)
      .when(agreeScore({ points: 4, rationale, basedOn: 4 }))
      .then(scoreAgreed({ points: 40, rationale, standsOn: [3, 4] }));
    given(...both)
      .when(agreeScore({ points: 4, basedOn: 4 }))
      .thenRejected('rationale-required');
  });

  it('needs no reason where everybody proposed just that', () => {
    const same = [...underWay, scoreProposed(), scoreProposed({ assessor: 'assessor' })] as const;
    given(...same)
      .when(agreeScore({ basedOn: 4 }))
      .then(scoreAgreed({ standsOn: [3, 4] }));
    given(...same)
      .when(agreeScore({ points: 4.4, basedOn: 4 }))
      .thenRejected('rationale-required');
  });

  it('refuses what did not see every slot, and shows them', () => {
    const rationale = sealedText();
    given(...both)
      .when(agreeScore({ rationale, basedOn: undefined }))
      .thenRejected('based-on-required');
    given(...both)
      .when(agreeScore({ rationale, basedOn: 3 }))
      .thenRejected('stale', { basedOn: 3 });
    given(...both, scoreAgreed())
      .when(agreeScore({ rationale, basedOn: 4 }))
      .thenRejected('stale');
  });

  it('needs something to agree on', () => {
    given(...underWay)
      .when(agreeScore({ rationale: sealedText(), basedOn: -1 }))
      .thenRejected('nothing-proposed');
  });

  it('holds a second opinion to its indicators, also by rule', () => {
    const third = assessorAssigned('third', { indicators: ['1.1.2'] });
    const events = [
      ...underWay,
      third,
      scoreProposed(),
      scoreProposed({ assessor: 'assessor' }),
      ...['lead', 'assessor', 'third'].map((assessor) =>
        scoreProposed({ assessor, indicator: '1.1.2', points: 10 }),
      ),
    ];
    given(...events)
      .when(agreeScore({ by: 'third', basedOn: 5 }))
      .thenRejected('indicator-not-assigned', { value: '1.1.1' });
    given(...events)
      .when({ type: 'AgreeArea', by: 'third', area: '1', rule: 'equal' })
      .then(scoreAgreed({ indicator: '1.1.2', points: 10, rule: 'equal', standsOn: [6, 7, 8] }));
  });

  it('keeps the agreement where a proposal comes later', () => {
    const later = [...both, scoreAgreed({ points: 40 }), scoreProposed({ points: 10 })] as const;
    expect(given(...later).state.indicators['1.1.1']?.agreement).toMatchObject({
      revision: 5,
      value: { points: 40 },
    });
  });
});

describe('agreeing by rule', () => {
  const equal = { type: 'AgreeArea', by: 'lead', area: '1', rule: 'equal' } as const;
  const proposed = (indicator: string, lead: number, assessor: number) => [
    scoreProposed({ indicator, points: lead }),
    scoreProposed({ indicator, assessor: 'assessor', points: assessor }),
  ];
  const events = [
    ...underWay,
    ...proposed('1.1.1', 45, 45),
    ...proposed('1.1.2', 30, 33),
    ...proposed('1.1.3', 10, 14),
    scoreProposed({ indicator: '1.2.1' }),
    ...proposed('1.2.2', 10, 10),
    scoreAgreed({ indicator: '1.2.2', points: 11 }),
    ...proposed('2.1.1', 10, 10),
  ];

  it('agrees where all are equal, and skips the rest', () => {
    given(...events)
      .when(equal)
      .then(scoreAgreed({ indicator: '1.1.1', points: 45, rule: 'equal', standsOn: [3, 4] }));
  });

  it('agrees on the mean where all are close', () => {
    given(...events)
      .when({ ...equal, rule: 'within' })
      .then(
        scoreAgreed({ indicator: '1.1.1', points: 45, rule: 'within', standsOn: [3, 4] }),
        scoreAgreed({ indicator: '1.1.2', points: 32, rule: 'within', standsOn: [5, 6] }),
      );
  });

  it('does nothing where nothing qualifies, and knows its areas', () => {
    given(...underWay)
      .when(equal)
      .then();
    given(...underWay)
      .when({ ...equal, area: '9' })
      .thenRejected('unknown-area');
  });

  it('needs two assessors', () => {
    given(evaluationOpened(), assessorAssigned('lead'), scoreProposed()).when(equal).then();
  });
});

describe('finalising and reopening', () => {
  const finalise = { type: 'FinaliseEvaluation', by: 'lead' } as const;
  const reopen = { type: 'ReopenEvaluation', reason: sealedText('reason') } as const;
  const complete = [...underWay, ...allCovered(), ...allAgreed()] as const;

  it('locks all numbers once everything is agreed and covered', () => {
    given(...complete)
      .when(finalise)
      .then(evaluationFinalised());
    given(...complete, evaluationFinalised())
      .when(proposeScore())
      .thenRejected('wrong-state', { status: 'finalised' });
  });

  it('lists everything that is missing', () => {
    given(...complete.slice(0, -2))
      .when(finalise)
      .thenRejected('incomplete', {
        indicators: 2,
        areas: 0,
        errors: [
          { field: 'agreement/8.7.2', rule: 'required' },
          { field: 'agreement/8.7.3', rule: 'required' },
        ],
      });
  });

  it('is the lead’s to do', () => {
    given(...complete)
      .when({ ...finalise, by: 'assessor' })
      .thenRejected('not-the-lead');
    given(...complete, evaluationFinalised())
      .when({ ...finalise, by: 'stranger' })
      .thenRejected('not-a-member');
  });

  it('reopens with a reason, as the next edition', () => {
    given(...complete, evaluationFinalised())
      .when(reopen)
      .then(evaluationReopened());
    given(...complete)
      .when(reopen)
      .thenRejected('wrong-state');
    given(...complete, evaluationFinalised(), evaluationReopened())
      .when(finalise)
      .then(evaluationFinalised(2));
  });
});

it('remembers who set a slot, when and at which revision', () => {
  const events = [...underWay, by('lead', scoreProposed())];
  const [last] = recorded(...events).slice(-1);
  const slot = given(...events).state.indicators['1.1.1']?.proposals['lead'];
  expect(slot).toMatchObject({ revision: basedOnLast(events), by: 'lead', at: last!.meta.at });
});
