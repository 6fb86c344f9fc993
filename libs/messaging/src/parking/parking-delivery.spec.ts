import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeMessage, integrationEvent, type IntegrationEvent } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import fc from 'fast-check';
import type { Subscription } from '../message-bus.port.js';
import { PolicyDefect } from '../policy.js';
import type { Incoming } from './delivery.js';
import { parkedMessagesContract } from './parked-messages.contract.js';
import { ParkedInMemory } from './parked-messages.fixtures.js';
import { parkingDelivery, type FailedDelivery } from './parking-delivery.js';
import { acts, playHistory } from './parking-history.fixtures.js';
import { isTransient } from './transient.js';

const envelope = (key: string, version: number) => ({
  key,
  version,
  time: '2017-09-14T10:00:00Z',
  correlationId: 'c',
  causationId: 'e',
});
const incoming = (message: IntegrationEvent): Incoming => ({
  topic: message.topic,
  key: message.key,
  bytes: encodeMessage(message),
});
const reopened = (key: string, version: number): Incoming =>
  incoming(integrationEvent('EvaluationReopened', envelope(key, version), { edition: version + 1 }));
const person = (key: string, version: number, name?: string): Incoming =>
  incoming(
    integrationEvent(
      'PersonChanged',
      envelope(key, version),
      name === undefined ? null : { name, roles: [], certificates: [] },
    ),
  );
const refused = new PolicyDefect(
  'record',
  { id: 'a', command: { type: 'Record' } },
  new Rejected('edition-unknown'),
);
const busy = () => new Rejected('stream-busy', { retryAfter: 1 });
const never = new AbortController().signal;

describe('a delivery that parks', () => {
  let parked: ParkedInMemory;
  let handled: string[];
  let failures: FailedDelivery[];
  beforeEach(() => {
    parked = new ParkedInMemory();
    handled = [];
    failures = [];
  });

  function deliveryTo(fault: (place: string) => unknown, more: Partial<Subscription> = {}) {
    const subscription: Subscription = {
      group: 'reporting.record',
      topics: ['kompass.scoring.v1', 'kompass.people.v1'],
      handle: async ({ key, version }) => {
        const place = `${key}@${version}`;
        const error = fault(place);
        if (error) throw error as Error;
        handled.push(place);
      },
      ...more,
    };
    return parkingDelivery(subscription, parked, {
      backoff: { firstMs: 0, mostMs: 0 },
      tries: 3,
      waits: 5,
      onFailure: (failed) => failures.push(failed),
    });
  }

  const problemsIn = (key: string, topic: Incoming['topic'] = 'kompass.scoring.v1') =>
    parked.parkedIn({ group: 'reporting.record', topic, key }).map(({ failure }) => failure?.problem);

  it('parks at once what no repetition changes, lets its key wait and the others pass', async () => {
    const delivery = deliveryTo((place) => place === 'a@1' && refused);
    await delivery.deliver([reopened('a', 1), reopened('b', 1), reopened('a', 2)], never);
    await delivery.deliver([reopened('b', 2), reopened('a', 3)], never);
    expect(handled).toEqual(['b@1', 'b@2']);
    expect(problemsIn('a')).toEqual([
      'policy record: Record of a was refused: edition-unknown {}',
      undefined,
      undefined,
    ]);
    expect(failures).toMatchObject([{ attempt: 1, next: 'parked' }]);
    expect(delivery.problems()).toEqual([]);
  });

  it('parks an unknown error after some tries', async () => {
    await deliveryTo((place) => place === 'a@1' && new Error('a defect')).deliver([reopened('a', 1)], never);
    expect(problemsIn('a')).toEqual(['a defect']);
    expect(failures.map(({ attempt, next }) => [attempt, next])).toEqual([
      [1, 'again'],
      [2, 'again'],
      [3, 'parked'],
    ]);
  });

  it('tries for ever what is transient, names it meanwhile, and does not count it', async () => {
    const errors = [busy(), new Error('odd'), ...Array.from({ length: 20 }, busy), new Error('odd')];
    const seen: (readonly string[])[] = [];
    const delivery = deliveryTo(() => {
      seen.push(delivery.problems());
      return errors.shift();
    });
    await delivery.deliver([reopened('a', 1)], never);
    expect(handled).toEqual(['a@1']);
    expect(problemsIn('a')).toEqual([]);
    expect(seen[3]).toEqual([
      expect.stringMatching(
        /^reporting\.record failed 3 times on EvaluationReopened a@1 \(.+\): stream-busy$/,
      ),
    ]);
    expect(delivery.problems()).toEqual([]);
  });

  it('waits for what another context has yet to tell, but not for ever: its key is parked, the others go on', async () => {
    const awaited = new Rejected('not-yet-known', { value: 'a digest', retryAfter: 1 });
    const errors = [busy(), awaited, busy(), awaited];
    await deliveryTo(() => errors.shift()).deliver([reopened('a', 1)], never);
    expect(handled).toEqual(['a@1']);
    failures = [];
    const delivery = deliveryTo((place) => place === 'a@2' && awaited);
    await delivery.deliver([reopened('a', 2), reopened('b', 1), reopened('a', 3)], never);
    expect([handled, failures.length]).toEqual([['a@1', 'b@1'], 5]);
    expect(problemsIn('a')).toEqual(['not-yet-known', undefined]);
  });

  it('ends with the signal, acknowledging nothing', async () => {
    const stop = new AbortController();
    const delivery = deliveryTo(() => (failures.length === 5 && stop.abort(new Error('enough')), busy()));
    await expect(delivery.deliver([reopened('a', 1)], stop.signal)).rejects.toThrow('enough');
    expect(delivery.problems()).toEqual([]);
  });

  it('parks what cannot be read, or does not belong where it came from, under the key it came with', async () => {
    const bytes = new TextEncoder().encode('{');
    const unreadable: Incoming = { topic: 'kompass.scoring.v1', key: 'a', bytes };
    const astray = { ...reopened('c', 1), key: 'b' };
    await deliveryTo(() => undefined).deliver([unreadable, astray, reopened('a', 2)], never);
    expect(problemsIn('a')).toEqual([expect.stringMatching('message unreadable'), undefined]);
    expect(problemsIn('b')).toEqual([expect.stringMatching('kompass.scoring.v1 c arrived as')]);
    expect(handled).toEqual([]);
    expect(failures[0]!.message).toBe('something on kompass.scoring.v1 of a');
  });

  it('hands over many at once, and finds out one by one who fails', async () => {
    const sets: string[][] = [];
    let broken = false;
    const delivery = deliveryTo((place) => broken && place === 'a@2' && refused, {
      handleAll: async (messages) => {
        sets.push(messages.map(({ key, version }) => `${key}@${version}`));
        if (broken) throw new Error('one of them');
      },
    });
    await delivery.deliver([reopened('a', 1), reopened('b', 1)], never);
    expect([sets, handled]).toEqual([[['a@1', 'b@1']], []]);
    broken = true;
    await delivery.deliver([reopened('a', 2), reopened('b', 2), reopened('b', 3)], never);
    expect(handled).toEqual(['b@2', 'b@3']);
    broken = false;
    await delivery.deliver([reopened('a', 3), reopened('b', 4), reopened('b', 5)], never);
    expect(sets.at(-1)).toEqual(['b@4', 'b@5']);
    expect(problemsIn('a')).toHaveLength(2);
  });

  it('erases with a tombstone what of a person is parked', async () => {
    const topic = 'kompass.people.v1';
    const delivery = deliveryTo((place) => place === 'kari@1' && refused);
    await delivery.deliver([person('kari', 1, 'Kari'), person('kari', 2, 'Kari N')], never);
    expect(problemsIn('kari', topic)).toHaveLength(2);
    await delivery.deliver([person('kari', 3)], never);
    expect(problemsIn('kari', topic)).toEqual([]);
    expect(handled).toEqual(['kari@3']);
    await delivery.deliver([person('kari', 1, 'Kari'), person('kari', 4)], never);
    expect(problemsIn('kari', topic)).toEqual([]);
    expect(handled).toEqual(['kari@3', 'kari@4']);
  });

  it.each([
    ['one by one', {}],
    ['all at once', { handleAll: () => Promise.resolve() }],
  ])('erases what a former consumer has parked of a person: %s', async (_, more) => {
    const lane = { group: 'reporting.former', topic: 'kompass.people.v1', key: 'kari' } as const;
    const { bytes } = person('kari', 1, 'Kari');
    await parked.park(lane, { bytes, digest: 'of it' }, { attempts: 1, problem: 'a defect' });
    await deliveryTo(() => undefined, more).deliver([person('kari', 2), reopened('a', 1)], never);
    expect(parked.parkedIn(lane)).toEqual([]);
    expect(handled).toContain('kari@2');
  });

  it('goes on only once the table has taken what is to be parked', async () => {
    const delivery = deliveryTo((place) => place === 'a@1' && refused);
    const park = parked.park.bind(parked);
    const named: (readonly string[])[] = [];
    parked.park = (...message) => {
      named.push(delivery.problems());
      return named.length < 5 ? Promise.reject(new Error('no table')) : park(...message);
    };
    await delivery.deliver([reopened('a', 1), reopened('a', 2)], never);
    expect([named.length, problemsIn('a').length, handled]).toEqual([5, 2, []]);
    expect(named.at(-1)).toEqual(['reporting.record: parking failed 4 times: no table']);
    expect(delivery.problems()).toEqual([]);
  });
});

describe('a transient error', () => {
  const coded = (code: string) => Object.assign(new Error('failed'), { code });
  it.each([
    ['a refusal that passes', busy(), true],
    ['a refusal by a rule', new Rejected('edition-unknown'), false],
    ['a connection refused', coded('ECONNREFUSED'), true],
    ['an administrator who stops PostgreSQL', coded('57P01'), true],
    ['a deadlock', coded('40P01'), true],
    ['a value twice', coded('23505'), false],
    ['a missing table', coded('42P01'), false],
    ['a connection lost', new Error('Connection terminated unexpectedly'), true],
    ['what was caused by one', new Error('outer', { cause: coded('ECONNRESET') }), true],
    ['a mistake', new TypeError('undefined is not a function'), false],
    ['no error', 'a text', false],
  ])('%s', (_, error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});

describe('parked messages in memory', () => {
  const make = () => {
    const parked = new ParkedInMemory();
    return { parked, elsewhere: parked, skipFirst: parked.skipFirst.bind(parked) };
  };
  parkedMessagesContract(async () => make());

  it('come out in order, each once, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(acts, (history) => playHistory(make(), history)),
      { numRuns: 300 },
    );
  });
});
