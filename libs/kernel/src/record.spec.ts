import { describe, expect, it } from '@jest/globals';
import { own } from './record.js';

describe('own', () => {
  it('finds what the record holds, and nothing that it inherits', () => {
    expect(own({ a: 1 }, 'a')).toBe(1);
    expect(own({ a: 1 }, 'b')).toBeUndefined();
    for (const inherited of ['constructor', 'toString', '__proto__'])
      expect(own({ a: 1 }, inherited)).toBeUndefined();
  });
});
