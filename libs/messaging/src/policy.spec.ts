import { describe, expect, it } from '@jest/globals';
import { integrationEvent } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import { PolicyDefect, policySubscription, type Policy } from './policy.js';

interface Supersede {
  readonly type: 'Supersede';
  readonly edition: number;
}

const supersede: Policy<Supersede, 'kompass.scoring.v1'> = {
  name: 'supersede-results',
  topics: ['kompass.scoring.v1'],
  react: (message) =>
    message.type === 'EvaluationReopened'
      ? ['result', 'report'].map((kind) => ({
          id: `${kind}-${message.key}`,
          command: { type: 'Supersede', edition: message.data.edition },
        }))
      : [],
};

const message = integrationEvent(
  'EvaluationReopened',
  { key: 'roros', version: 3, time: '2018-01-01T00:00:00Z', correlationId: 'request', causationId: 'event' },
  { edition: 2 },
);

type Call = { id: string; command: Supersede; context: CommandContext };

function consumer(answer: (call: Call) => void = () => undefined) {
  const calls: Call[] = [];
  const subscription = policySubscription(
    'reporting',
    supersede,
    {
      execute: (id, command, context) => {
        calls.push({ id, command, context });
        return Promise.resolve({ id, command, context }).then(answer);
      },
    },
    () => '2018-01-01T00:00:01Z',
  );
  return { calls, subscription };
}

describe('a policy', () => {
  it('has its commands executed in order, in its own name', async () => {
    const { calls, subscription } = consumer();
    expect(subscription).toMatchObject({
      group: 'reporting.supersede-results',
      topics: ['kompass.scoring.v1'],
    });
    await subscription.handle(message);
    expect(calls.map(({ id, command }) => [id, command])).toEqual([
      ['result-roros', { type: 'Supersede', edition: 2 }],
      ['report-roros', { type: 'Supersede', edition: 2 }],
    ]);
    expect(calls[0]!.context).toEqual({
      actor: 'policy:supersede-results',
      commandId: expect.stringMatching(/^[0-9a-f-]{14}5/),
      request: expect.stringMatching(/^[0-9a-f]{64}$/),
      correlationId: 'request',
      causationId: message.id,
      at: '2018-01-01T00:00:01Z',
    });
    expect(calls[1]!.context.commandId).not.toBe(calls[0]!.context.commandId);
  });

  it('gives a repeated message the same commands with the same ids', async () => {
    const { calls, subscription } = consumer();
    await subscription.handle(message);
    await subscription.handle(message);
    expect(calls.slice(2)).toEqual(calls.slice(0, 2));
  });

  it('answers with nothing what is none of its business', async () => {
    const { calls, subscription } = consumer();
    const { key, version, time, correlationId, causationId } = message;
    const envelope = { key, version, time, correlationId, causationId };
    await subscription.handle(integrationEvent('AssessorReleased', envelope, { assessors: [] }));
    expect(calls).toEqual([]);
  });

  it('takes a refusal for a defect and stops there', async () => {
    const { calls, subscription } = consumer(() => {
      throw new Rejected('edition-unknown', { edition: 2 });
    });
    const handled = subscription.handle(message);
    await expect(handled).rejects.toThrow(PolicyDefect);
    await expect(handled).rejects.toThrow(
      'policy supersede-results: Supersede of result-roros was refused: edition-unknown {"edition":2}',
    );
    expect(calls).toHaveLength(1);
  });

  it('passes on what may heal by itself', async () => {
    for (const error of [new Rejected('stream-busy', { retryAfter: 1 }), new Error('connection lost')]) {
      const { subscription } = consumer(() => {
        throw error;
      });
      await expect(subscription.handle(message)).rejects.toBe(error);
    }
  });
});
