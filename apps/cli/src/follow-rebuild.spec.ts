import { beforeEach, describe, expect, it } from '@jest/globals';
import { followRebuild, type Projection } from './follow-rebuild.js';

const usual: Projection = {
  ...{ name: 'scoring.area-total', context: 'scoring', state: 'live', generation: 1, position: '1-1' },
  ...{ error: null, progress: null, difference: null, failure: null },
};
const none = { count: 0, keys: [] };
const same = { gone: none, new: none, changed: none };

describe('following a rebuild', () => {
  let told: string[];
  beforeEach(() => {
    told = [];
  });

  /** One answer a look, the last again and again. */
  function follow(...answers: readonly Partial<Projection>[]): Promise<string[]> {
    const rest = [...answers];
    const look = async () => [{ ...usual, ...(rest.length > 1 ? rest.shift() : rest[0]) }];
    return followRebuild(new Map([[usual.name, 1]]), look, (line) => told.push(line));
  }

  it('waits for the generation to rise, whichever replica answers', async () => {
    const progress = { done: 5, total: 10 };
    const problems = await follow(
      {},
      { state: 'building', progress },
      { state: 'building' },
      { state: 'building', generation: 2 },
      { generation: 2, failure: 'of the time before' },
    );
    expect([problems, told]).toEqual([
      [],
      ['scoring.area-total: 5 of 10 events', 'scoring.area-total: rebuilt'],
    ]);
  });

  it('tells the difference where the replica that rebuilt answers', async () => {
    const changed = { count: 2, keys: [{ area: 'A' }] };
    await follow({ generation: 2, difference: same });
    await follow({ generation: 2, difference: { ...same, changed } });
    expect(told).toEqual([
      'scoring.area-total: rebuilt; every row is as it was',
      'scoring.area-total: rebuilt; 2 changed, first [{"area":"A"}]',
    ]);
  });

  it('tells a failure, also where nobody knows of it any more', async () => {
    expect(await follow({ state: 'building' }, {}, { failure: 'enough' })).toEqual([
      'scoring.area-total was not rebuilt: enough',
    ]);
    expect(await follow({ state: 'building' }, {})).toEqual([
      'scoring.area-total was not rebuilt: the log of the process that tried says why',
    ]);
    expect(await follow({ state: 'halted', generation: 2, error: 'small' })).toEqual([
      'scoring.area-total halted: small',
    ]);
    expect(told).toEqual([]);
  });
});
