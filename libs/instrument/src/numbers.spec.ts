import { describe, expect, it } from '@jest/globals';
import { lastHolder } from './numbers.js';

describe('a number', () => {
  const vale = { numbers: [{ number: '0716', to: '2001-12-31' }] };
  const re = { numbers: [{ number: '0716', from: '2002-01-01', to: '2019-12-31' }] };
  const back = {
    numbers: [
      { number: '0716', from: '2020-01-01' },
      { number: '0716', from: '1990-01-01', to: '1995-12-31' },
    ],
  };

  it('belongs to who had it last, in whatever order it is told', () => {
    expect(lastHolder([re, vale], '0716')).toBe(re);
    expect(lastHolder([vale, re], '0716')).toBe(re);
    expect(lastHolder([back, re], '0716')).toBe(back);
    expect(lastHolder([re, back], '0716')).toBe(back);
    expect(lastHolder([], '0716')).toBeUndefined();
  });
});
