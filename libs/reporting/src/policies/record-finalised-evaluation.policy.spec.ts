import { describe, expect, it } from '@jest/globals';
import { integrationEvent, type Envelope, type IntegrationEvent } from '@kompass/contracts';
import { fold } from '@kompass/read-store';
import { recorded } from '@kompass/testing';
import fc from 'fast-check';
import { resultDecider } from '../domain/result.decider.js';
import type { ResultEvent } from '../domain/result.events.js';
import { adoptEvaluation, finalisedEvaluation, markReopened } from '../domain/result.fixtures.js';
import { resultProjection } from '../views/result/result.projection.js';
import { recordFinalisedEvaluation } from './record-finalised-evaluation.policy.js';

type Message = IntegrationEvent<'kompass.scoring.v1'>;

const react = (message: Message) => recordFinalisedEvaluation.react(message);

function envelope(version: number): Envelope {
  const time = '2017-09-14T10:00:00.000Z';
  return { key: 'roros-2017', version, time, correlationId: 'request', causationId: 'event' };
}

/** As the bus delivers it: plain, changeable data. */
function finalised(edition: number): Message {
  const data = structuredClone(finalisedEvaluation({ edition }));
  return integrationEvent('EvaluationFinalised', envelope(edition * 100), data as never);
}

function reopened(edition: number): Message {
  return integrationEvent('EvaluationReopened', envelope(edition * 100 + 1), { edition });
}

describe('the policy', () => {
  it('takes over a finalised evaluation under its id', () => {
    expect(react(finalised(1))).toEqual([{ id: 'roros-2017', command: adoptEvaluation() }]);
  });

  it('marks a reopened one', () => {
    expect(react(reopened(1))).toEqual([{ id: 'roros-2017', command: markReopened() }]);
  });

  it('leaves the rest of the course to others', () => {
    const { edition: _edition, total: _total, areas: _areas, ...head } = finalisedEvaluation();
    const assessors = { assessors: [] };
    expect(react(integrationEvent('EvaluationOpened', envelope(0), head))).toEqual([]);
    expect(react(integrationEvent('AssessorAssigned', envelope(1), assessors))).toEqual([]);
    expect(react(integrationEvent('AssessorReleased', envelope(2), assessors))).toEqual([]);
  });
});

describe('messages in any order, any number of times', () => {
  /** The view after the policy's commands for these messages, but for how many events it took. */
  function resultOf(messages: readonly Message[]) {
    const events: ResultEvent[] = [];
    let state = resultDecider.initial;
    for (const { command } of messages.flatMap((message) => react(message))) {
      for (const event of resultDecider.decide(command, state, {})) {
        events.push(event);
        state = resultDecider.evolve(state, recorded(event)[0]!);
      }
    }
    const rows = fold(resultProjection, 'result-roros-2017', recorded(...events));
    return rows.map(({ revision: _revision, ...row }) => row);
  }

  const course = [finalised(1), reopened(1), finalised(2), reopened(2)];

  it.each([1, 2, 3, 4])('lead to the same result (%i of the course)', (length) => {
    const heard = course.slice(0, length);
    const inOrder = resultOf(heard);
    expect(inOrder[0]).toMatchObject({ edition: Math.ceil(length / 2), reopened: length % 2 === 0 });
    const repeats = fc.array(fc.constantFrom(...heard), { maxLength: 6 });
    fc.assert(
      fc.property(repeats, fc.func(fc.nat()), (again, place) => {
        const shuffled = [...heard, ...again]
          .map((message, index) => ({ message, at: place(index) }))
          .sort((a, b) => a.at - b.at)
          .map(({ message }) => message);
        expect(resultOf(shuffled)).toEqual(inOrder);
      }),
    );
  });
});
