import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import type { NoteInterview, StrikeInterview } from '../evaluation.commands.js';
import { evaluationDecider } from '../evaluation.decider.js';
import {
  allAgreed,
  allCovered,
  evaluationFinalised,
  evaluationReopened,
  instrument,
  interviewNoted,
  interviewStruck,
  openEvaluation,
  evaluationOpened,
  sealedText,
  underWay,
} from '../evaluation.fixtures.js';
import { heldInterviews } from './interviews.js';

const given = specOf(evaluationDecider, { instrument });

function note(heldRevision = 7): NoteInterview {
  const { heldRevision: _known, ...about } = interviewNoted().data;
  return { type: 'NoteInterview', ...about, heldRevision };
}

function strike(cancelledRevision = 8): StrikeInterview {
  return { type: 'StrikeInterview', interviewId: 'interview-01', cancelledRevision };
}

describe('hearing of an interview', () => {
  it('notes that it was held, and when scheduling knew', () => {
    given(...underWay)
      .when(note())
      .then(interviewNoted());
    const { interviews } = given(...underWay, interviewNoted()).state;
    expect(interviews['interview-01']).toMatchObject({
      scheduleRevision: 7,
      held: { revision: 3, value: { group: 'staff-and-personnel', heldAt: '2017-09-05T07:45:00.000Z' } },
    });
  });

  it('does nothing for what was heard before, or is older than that', () => {
    given(...underWay, interviewNoted())
      .when(note())
      .then();
    given(...underWay, interviewNoted())
      .when(note(6))
      .then();
    given(...underWay, interviewNoted(), interviewStruck())
      .when(note())
      .then();
    given(...underWay, interviewNoted(), interviewStruck())
      .when(strike())
      .then();
  });

  it('strikes one that was not held after all, also where that is heard first', () => {
    given(...underWay, interviewNoted())
      .when(strike())
      .then(interviewStruck());
    expect(heldInterviews(given(...underWay, interviewNoted(), interviewStruck()).state)).toEqual([]);
    given(...underWay)
      .when(strike())
      .then(interviewStruck());
    given(...underWay, interviewStruck())
      .when(note())
      .then();
  });

  it('notes one that is held later than it was cancelled', () => {
    given(...underWay, interviewNoted(), interviewStruck())
      .when(note(9))
      .then(interviewNoted({ heldRevision: 9 }));
  });

  it('minds no course: "held" may come before "opened", and after the last word', () => {
    given().when(note()).then(interviewNoted());
    given(interviewNoted()).when(openEvaluation()).then(evaluationOpened());
    expect(heldInterviews(given(interviewNoted(), evaluationOpened()).state)).toHaveLength(1);
    const finalised = [...underWay, ...allAgreed(), evaluationFinalised()];
    given(...finalised)
      .when(note())
      .then(interviewNoted());
    given(...finalised, evaluationReopened())
      .when(note())
      .then(interviewNoted());
  });

  it('needs no instrument to be known', () => {
    specOf(evaluationDecider, { instrument: undefined })(...underWay)
      .when(note())
      .then(interviewNoted());
  });
});

describe('what an evaluation must have heard to be finalised', () => {
  const finalise = { type: 'FinaliseEvaluation', by: 'lead' } as const;
  const agreed = [...underWay, ...allAgreed()];

  it('is as many held interviews an area as the instrument asks for', () => {
    given(...agreed, ...allCovered())
      .when(finalise)
      .then(evaluationFinalised());
    given(...agreed, ...allCovered().slice(1), interviewNoted({ areas: ['1', '3', '5', '6', '7', '8'] }))
      .when(finalise)
      .thenRejected('incomplete', {
        indicators: 0,
        areas: 2,
        errors: [
          { field: 'coverage/2', rule: 'interviews-required', has: 2, wants: 3 },
          { field: 'coverage/4', rule: 'interviews-required', has: 2, wants: 3 },
        ],
      });
  });

  it('is told together with everything else that is missing', () => {
    given(...agreed.slice(0, -1))
      .when(finalise)
      .thenRejected('incomplete', {
        indicators: 1,
        areas: 8,
        errors: [
          { field: 'agreement/8.7.3', rule: 'required' },
          ...instrument.areas.map(({ id }) => ({
            field: `coverage/${id}`,
            rule: 'interviews-required',
            has: 0,
            wants: 3,
          })),
        ],
      });
  });

  it('counts none that was struck, also in the next edition', () => {
    const [first, ...others] = allCovered();
    const struck = interviewStruck({ interviewId: first!.data.interviewId });
    given(...agreed, first!, ...others, struck)
      .when(finalise)
      .thenRejected('incomplete', { areas: 8 });
    given(...agreed, first!, ...others, evaluationFinalised(), struck, evaluationReopened())
      .when(finalise)
      .thenRejected('incomplete', { areas: 8 });
  });

  it('is nothing where the instrument asks for none', () => {
    const { interviews } = instrument.rules;
    const asksNothing = {
      ...instrument,
      rules: { ...instrument.rules, interviews: { ...interviews, perArea: 0 } },
    };
    specOf(evaluationDecider, { instrument: asksNothing })(...agreed)
      .when(finalise)
      .then(evaluationFinalised());
  });

  it('is not asked of what was finalised before anybody asked', () => {
    const { status } = given(...agreed, evaluationFinalised()).state;
    expect(status).toBe('finalised');
    given(...agreed, evaluationFinalised())
      .when({ type: 'ReopenEvaluation', reason: sealedText('reason') })
      .then(evaluationReopened());
  });
});
