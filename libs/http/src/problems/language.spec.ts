import { describe, expect, it } from '@jest/globals';
import { problemLanguageOf } from './language.js';

describe('the language of problems', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['nb', 'nb'],
    ['no', 'nb'],
    ['nn-NO,nn;q=0.9', 'nb'],
    ['sv-SE', 'nb'],
    ['en-GB,nb;q=0.5', 'en'],
    ['fr,de;q=0.9,nb;q=0.1', 'nb'],
    ['nb;q=0,en', 'en'],
    ['nb;q=0.3, en;q=0.8', 'en'],
    ['*', 'en'],
    ['__proto__,constructor', 'en'],
    [';;,q=1;nb', 'en'],
  ])('%j: %s', (header, language) => {
    expect(problemLanguageOf(header)).toBe(language);
  });
});
