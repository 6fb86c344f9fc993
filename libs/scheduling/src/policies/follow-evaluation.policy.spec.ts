import { describe, expect, it } from '@jest/globals';
import { integrationEvent, type Envelope, type IntegrationEvent } from '@kompass/contracts';
import fc from 'fast-check';
import { scheduleDecider } from '../domain/schedule.decider.js';
import { instrument, openSchedule } from '../domain/schedule.fixtures.js';
import { followEvaluation } from './follow-evaluation.policy.js';

type Message = IntegrationEvent<'kompass.scoring.v1'>;

function envelope(version: number): Envelope {
  const time = '2017-08-21T10:00:00.000Z';
  return { key: 'roros-2017', version, time, correlationId: 'request', causationId: 'event' };
}

const { type: _type, evaluation: _evaluation, ...about } = openSchedule();
const head = { ...about, evaluatedAt: '2017-09', blind: false, factCheck: false } as const;
const opened: Message = integrationEvent('EvaluationOpened', envelope(0), head);
const finalised = { ...head, edition: 1, total: { tenths: 0, printed: 0 }, areas: [] };

function assigned(version: number, ...accounts: readonly string[]): Message {
  const assessors = accounts.map((accountId) => ({ accountId, lead: accountId === 'lead' }));
  return integrationEvent('AssessorAssigned', envelope(version), { assessors });
}

/** A course as it happened. */
const course: readonly Message[] = [
  opened,
  assigned(1, 'lead'),
  assigned(2, 'lead', 'assessor'),
  integrationEvent('EvaluationFinalised', envelope(3), finalised),
  integrationEvent('EvaluationReopened', envelope(4), { edition: 1 }),
  integrationEvent('AssessorReleased', envelope(5), { assessors: [{ accountId: 'lead', lead: true }] }),
];

/** What the schedule knows after these messages. */
function knownAfter(messages: readonly Message[]) {
  let state = scheduleDecider.initial;
  let revision = 0;
  for (const { id, command } of messages.flatMap((message) => followEvaluation.react(message))) {
    expect(id).toBe('roros-2017');
    for (const event of scheduleDecider.decide(command, state, { instrument })) {
      const meta = { revision, at: '2017-08-21T10:00:00.000Z', actor: 'policy:follow-evaluation' };
      state = scheduleDecider.evolve(state, { ...event, meta });
      revision += 1;
    }
  }
  const { plan, ...known } = state;
  return { ...known, plan: plan?.value };
}

describe('following an evaluation', () => {
  it('opens its schedule, knows who assesses, closes and opens again', () => {
    expect(knownAfter(course.slice(0, 3))).toMatchObject({
      about: { evaluation: 'roros-2017', municipality: 'roros', wanted: 3 },
      assessors: { lead: { lead: true }, assessor: { lead: false } },
      status: 'open',
      published: false,
    });
    expect(knownAfter(course.slice(0, 4))).toMatchObject({ status: 'finalised', published: true });
    expect(knownAfter(course)).toMatchObject({
      assessors: { lead: { lead: true } },
      status: 'open',
      published: true,
    });
  });

  it('comes to the same whatever the order, and however often it is told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...course), { maxLength: 6 }),
        fc.func(fc.nat()),
        (again, place) => {
          const shuffled = [...course, ...again]
            .map((message, index) => ({ message, at: place(index) }))
            .sort((one, other) => one.at - other.at)
            .map(({ message }) => message);
          expect(knownAfter(shuffled)).toEqual(knownAfter(course));
        },
      ),
    );
  });
});
