import { describe, expect, it } from '@jest/globals';
import { messagingPart, parkedPart, projectionPart } from './readiness.js';

const name = 'scoring.area-total';

describe('a projection is ready', () => {
  it.each([
    ['live', true],
    ['standby', true],
    ['starting', false],
    ['catching-up', false],
    ['stopped', false],
  ] as const)('%s: %s', (state, ready) => {
    expect(projectionPart({ name, state })).toEqual({ ready, detail: state });
  });

  it.each(['retrying', 'halted'] as const)('not while it is %s, and says why', (state) => {
    const problem = { message: 'an unknown type' };
    expect(projectionPart({ name, state, problem })).toEqual({
      ready: false,
      detail: `${state}: an unknown type`,
    });
  });

  it('while it is rebuilt beside, and says so', () => {
    const rebuilding = { events: 40, total: 120, perSecond: 10 };
    expect(projectionPart({ name, state: 'live', rebuilding })).toEqual({
      ready: true,
      detail: 'live, being rebuilt (40 of about 120 events)',
    });
  });
});

describe('messaging', () => {
  it('names what keeps failing, and is ready all the same', () => {
    expect(messagingPart([])).toEqual({ ready: true });
    expect(messagingPart(['no broker', 'no table'])).toEqual({
      ready: true,
      detail: 'no broker; no table',
    });
  });

  it('names what is parked, and is ready all the same', async () => {
    const count = (group: string, keys: number, messages: number) => ({
      context: 'reporting',
      group,
      keys,
      messages,
    });
    const counts = [count('reporting.a', 0, 0), count('reporting.b', 1, 3), count('reporting.c', 2, 2)];
    expect(await parkedPart({ counts: async () => counts })).toEqual({
      ready: true,
      detail: 'reporting.b: 3 messages of 1 key; reporting.c: 2 messages of 2 keys',
    });
    expect(await parkedPart({ counts: async () => counts.slice(0, 1) })).toEqual({
      ready: true,
      detail: 'nothing',
    });
  });
});
