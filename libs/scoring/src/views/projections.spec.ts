import { describe, expect, it } from '@jest/globals';
import { bundledInstruments } from '@kompass/instrument';
import { fold } from '@kompass/read-store';
import { by, recorded as recordedOf, type Given } from '@kompass/testing';
import {
  allAgreed,
  areaRevealed,
  areaSubmitted,
  assessorAssigned,
  blindUnderWay,
  draftIssued,
  evaluationFinalised,
  evaluationOpened,
  evaluationReopened,
  interviewNoted,
  interviewStruck,
  remarkAnswered,
  remarkMade,
  scoreAgreed,
  scoreProposed,
  sealedText,
  underWay,
} from '../domain/evaluation.fixtures.js';
import type { EvaluationEvent } from '../domain/evaluation.events.js';
import { totalsOf, type AgreedPoints } from '../domain/scores/totals.js';
import { accessProjection } from './access/access.projection.js';
import { auditEntryProjection } from './audit/audit-entry.projection.js';
import { evaluationProjection } from './evaluations/evaluation.projection.js';
import { evidenceProjection } from './evidence/evidence.projection.js';
import { remarkProjection } from './remarks/remark.projection.js';
import { areaTotalProjection } from './totals/area-total.projection.js';

const stream = 'evaluation-roros-2017';
const recorded = (...events: Given<EvaluationEvent>[]) => recordedOf<EvaluationEvent>(...events);
const released = { type: 'AssessorReleased', data: { accountId: 'assessor' } } as const;

describe('area totals', () => {
  it('have a row an area from the opening on, with nothing agreed', () => {
    const rows = fold(areaTotalProjection, stream, recorded(evaluationOpened()));
    expect(rows.map(({ area_id }) => area_id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(rows.reduce((sum, { indicators }) => sum + indicators, 0)).toBe(164);
    expect(rows[0]).toMatchObject({ done: 0, points: null, printed: null, edition: 1, finalised: null });
  });

  it('add up what is agreed and print an area once all of it is', () => {
    const first = recorded(
      ...underWay,
      scoreAgreed({ points: 45 }),
      scoreAgreed({ indicator: '1.1.2', points: 12 }),
    );
    expect(fold(areaTotalProjection, stream, first)[0]).toMatchObject({ done: 2, points: 57, printed: null });
    const rows = fold(areaTotalProjection, stream, recorded(...underWay, ...allAgreed()));
    expect(rows.map(({ printed }) => printed)).toEqual(Array(8).fill(100));
  });

  it('say what the domain says', () => {
    const rows = fold(
      areaTotalProjection,
      stream,
      recorded(...underWay, ...allAgreed(), scoreAgreed({ points: 3 })),
    );
    const totals = totalsOf(
      bundledInstruments()['2.1'],
      Object.assign({}, ...rows.map(({ agreed }) => agreed)) as AgreedPoints,
    );
    const figures = totals.areas.map(({ id, points, printed, done }) => ({
      area_id: id,
      points,
      printed,
      done,
    }));
    expect(rows.map(({ area_id, points, printed, done }) => ({ area_id, points, printed, done }))).toEqual(
      figures,
    );
    expect(totals.total).toEqual({ points: 8000 - 57, max: 8000, done: 164, of: 164, printed: 794 });
  });

  it('keep the finalised edition while another is worked on', () => {
    const events = [
      ...underWay,
      ...allAgreed(),
      evaluationFinalised(),
      evaluationReopened(),
      scoreAgreed({ points: 1 }),
    ];
    const [row] = fold(areaTotalProjection, stream, recorded(...events));
    expect(row).toMatchObject({ edition: 2, points: 941, finalised: { edition: 1, revision: 167 } });
    expect(row!.finalised!.agreed['1.1.1']).toBe(60);
  });
});

describe('access', () => {
  it('knows the members of now and whether everybody may read', () => {
    expect(fold(accessProjection, stream, recorded(...underWay, released))).toEqual([
      {
        evaluation_id: 'roros-2017',
        municipality: 'roros',
        members: ['lead'],
        published: false,
        draft: false,
        blind: false,
        revealed: {},
      },
    ]);
    const finalised = recorded(...underWay, evaluationFinalised(), evaluationReopened());
    expect(fold(accessProjection, stream, finalised)[0]).toMatchObject({ published: true });
  });

  it('knows which areas are revealed, and since when', () => {
    const events = [...blindUnderWay, areaSubmitted(), areaSubmitted('assessor'), areaRevealed()];
    expect(fold(accessProjection, stream, recorded(...events))[0]).toMatchObject({
      blind: true,
      revealed: { '8': 5 },
    });
  });
});

describe('evaluations', () => {
  it('tell where the evaluation is in its course', () => {
    const reopened = recorded(
      ...underWay,
      released,
      evaluationFinalised(),
      evaluationReopened(),
      assessorAssigned('third'),
    );
    expect(fold(evaluationProjection, stream, reopened)).toEqual([
      expect.objectContaining({
        evaluation_id: 'roros-2017',
        status: 'open',
        edition: 2,
        assessors: { lead: { lead: true }, third: { lead: false } },
        finalised: { edition: 1, revision: 4, assessors: { lead: { lead: true } } },
        opened_at: '2017-09-01T08:00:00.000Z',
      }),
    ]);
  });
});

describe('remarks', () => {
  it('stand with their answer, and with what was changed because of them', () => {
    const { rule: _rule, ...agreed } = scoreAgreed({ indicator: '5.6.2', points: 22 }).data;
    const revised = { type: 'ScoreRevised', data: { ...agreed, remarkId: 'remark-01' } } as const;
    const events = recorded(...underWay, draftIssued(), remarkMade(), revised, by('lead', remarkAnswered()));
    expect(fold(remarkProjection, stream, events)).toMatchObject([
      {
        remark_id: 'remark-01',
        revision: 4,
        remark: { value: { about: 'agreement/5.6.2', kind: 'remark' } },
        answer: { value: sealedText('answer'), revision: 6, by: 'lead' },
        changes: [{ slot: 'agreement/5.6.2', revision: 5 }],
      },
    ]);
    const rows = fold(areaTotalProjection, stream, events);
    expect(rows.find(({ area_id }) => area_id === '5')).toMatchObject({ agreed: { '5.6.2': 22 } });
  });

  it('come of a draft, which ends with a withdrawal, a finalisation or a cancellation', () => {
    const withdrawn = { type: 'DraftWithdrawn', data: { reason: sealedText() } } as const;
    const cancelled = { type: 'EvaluationCancelled', data: { reason: sealedText() } } as const;
    const after = (...events: EvaluationEvent[]) => {
      const all = recorded(...underWay, draftIssued(), ...events);
      const [{ status, draft } = {}] = fold(evaluationProjection, stream, all);
      return [status, draft !== null, fold(accessProjection, stream, all)[0]!.draft];
    };
    expect(after()).toEqual(['draft', true, true]);
    expect(after(withdrawn)).toEqual(['open', false, false]);
    expect(after(evaluationFinalised())).toEqual(['finalised', false, false]);
    expect(after(cancelled)).toEqual(['cancelled', false, false]);
  });
});

describe('evidence', () => {
  it('has a row an interview that took place', () => {
    const second = interviewNoted({ interviewId: 'interview-02', group: 'mayor', areas: ['1', '3', '8'] });
    const events = recorded(...underWay, interviewNoted(), second, interviewStruck());
    expect(fold(evidenceProjection, stream, events)).toEqual([
      {
        evaluation_id: 'roros-2017',
        evidence_id: 'interview-02',
        kind: 'interview',
        group_key: 'mayor',
        areas: ['1', '3', '8'],
        held_at: '2017-09-05T07:45:00.000Z',
        revision: 4,
      },
    ]);
  });
});

describe('the audit trail', () => {
  it('has a row an event, with the slot it set', () => {
    const heard = [by('policy:note-interview', interviewNoted()), interviewStruck()];
    const rows = fold(
      auditEntryProjection,
      stream,
      recorded(
        evaluationOpened(),
        assessorAssigned(),
        by('lead', scoreProposed()),
        scoreAgreed(),
        released,
        ...heard,
      ),
    );
    expect(rows.map(({ revision, slot }) => [revision, slot])).toEqual([
      [0, 'course'],
      [1, 'assessor/lead'],
      [2, 'proposal/1.1.1/lead'],
      [3, 'agreement/1.1.1'],
      [4, 'assessor/assessor'],
      [5, 'evidence/interview-01'],
      [6, 'evidence/interview-01'],
    ]);
    expect(rows[2]).toMatchObject({
      actor: 'lead',
      area: '1',
      question: '1.1',
      indicator: '1.1.1',
      value: { points: 45 },
    });
    expect(rows[4]!.value).toBeNull();
    expect(rows[5]).toMatchObject({
      actor: 'policy:note-interview',
      value: { kind: 'interview', group: 'staff-and-personnel', heldAt: '2017-09-05T07:45:00.000Z' },
    });
    expect(rows[6]!.value).toBeNull();
  });
});
