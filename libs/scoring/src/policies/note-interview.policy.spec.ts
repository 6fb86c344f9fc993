import { describe, expect, it } from '@jest/globals';
import { integrationEvent, type Envelope, type IntegrationEvent } from '@kompass/contracts';
import { fold } from '@kompass/read-store';
import { recorded } from '@kompass/testing';
import fc from 'fast-check';
import { evaluationDecider } from '../domain/evaluation.decider.js';
import type { EvaluationEvent } from '../domain/evaluation.events.js';
import { evaluationOpened, interviewNoted, interviewStruck } from '../domain/evaluation.fixtures.js';
import { evolve, unopened } from '../domain/evaluation.js';
import { evidenceProjection } from '../views/evidence/evidence.projection.js';
import { noteInterview } from './note-interview.policy.js';

type Message = IntegrationEvent<'kompass.scheduling.v1'>;

function envelope(version: number): Envelope {
  const time = '2017-09-05T08:00:00.000Z';
  return { key: 'roros-2017', version, time, correlationId: 'request', causationId: 'event' };
}

function held(interviewId: string, version: number): Message {
  const about = { group: 'mayor', areas: ['1', '3', '8'], participants: 1 };
  return integrationEvent('InterviewHeld', envelope(version), {
    interviewId,
    ...about,
    heldAt: '2017-09-05T07:45:00Z',
  });
}

function cancelled(interviewId: string, version: number): Message {
  return integrationEvent('InterviewCancelled', envelope(version), { interviewId });
}

const react = (message: Message) => noteInterview.react(message);

describe('the policy', () => {
  it('notes a held interview in the evaluation of its key', () => {
    const about = { interviewId: 'interview-02', group: 'mayor', areas: ['1', '3', '8'] };
    const { data } = interviewNoted({ ...about, heldRevision: 12 });
    expect(react(held('interview-02', 12))).toEqual([
      { id: 'roros-2017', command: { type: 'NoteInterview', ...data } },
    ]);
  });

  it('strikes one that was held by mistake', () => {
    const { data } = interviewStruck({ interviewId: 'interview-02', cancelledRevision: 13 });
    expect(react(cancelled('interview-02', 13))).toEqual([
      { id: 'roros-2017', command: { type: 'StrikeInterview', ...data } },
    ]);
  });
});

describe('messages in any order, any number of times, before or after the opening', () => {
  /** The evidence after these messages, but for where in the stream it came to stand. */
  function evidenceOf(heard: readonly (Message | 'opened')[]) {
    const events: EvaluationEvent[] = [];
    for (const each of heard) {
      const state = recorded(...events).reduce(evolve, unopened);
      if (each !== 'opened')
        for (const { command } of react(each))
          events.push(...evaluationDecider.decide(command, state, { instrument: undefined }));
      else if (state.status === 'unopened') events.push(evaluationOpened());
    }
    const rows = fold(evidenceProjection, 'evaluation-roros-2017', recorded(...events));
    return rows
      .map(({ revision: _revision, ...row }) => row)
      .sort((a, b) => a.evidence_id.localeCompare(b.evidence_id));
  }

  it('lead to the same evidence', () => {
    const course = [
      'opened' as const,
      held('a', 3),
      held('b', 4),
      cancelled('a', 5),
      held('c', 6),
      held('d', 7),
      cancelled('d', 8),
    ];
    const inOrder = evidenceOf(course);
    expect(inOrder.map(({ evidence_id }) => evidence_id)).toEqual(['b', 'c']);
    const repeats = fc.array(fc.constantFrom(...course), { maxLength: 6 });
    fc.assert(
      fc.property(repeats, fc.func(fc.nat()), (again, place) => {
        const shuffled = [...course, ...again]
          .map((each, index) => ({ each, at: place(index) }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each);
        expect(evidenceOf(shuffled)).toEqual(inOrder);
      }),
    );
  });
});
