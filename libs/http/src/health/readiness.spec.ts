import { describe, expect, it } from '@jest/globals';
import { Readiness } from './readiness.js';

describe('readiness', () => {
  it('is what every part says, and not given where one fails or is silent', async () => {
    const readiness = new Readiness();
    readiness.register('good', () => ({ ready: true, detail: 'live' }));
    readiness.register('late', () => Promise.resolve({ ready: false, detail: 'starting' }));
    readiness.register('broken', () => Promise.reject(new Error('cut off')));
    readiness.register('defect', () => {
      throw new Error('a mistake');
    });
    readiness.register('silent', () => new Promise(() => undefined));
    expect(await readiness.check(20)).toEqual({
      good: { ready: true, detail: 'live' },
      late: { ready: false, detail: 'starting' },
      broken: { ready: false, detail: 'cut off' },
      defect: { ready: false, detail: 'a mistake' },
      silent: { ready: false, detail: 'no answer' },
    });
  });

  it('has one word of each part', () => {
    const readiness = new Readiness();
    readiness.register('part', () => ({ ready: true }));
    expect(() => readiness.register('part', () => ({ ready: true }))).toThrow('two parts');
  });
});
