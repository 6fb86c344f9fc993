import { describe, expect, it } from '@jest/globals';
import { problem } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import { problemLanguages } from './language.js';
import { problemOf } from './problem-of.js';
import { problems } from './problems.js';
import { ruleTexts } from './rule-texts.js';

describe('what a refusal says', () => {
  const tooMany = new Rejected('score-above-maximum', { field: 'points', value: 15.5, max: 15 });

  it('says it in the language of the reader, with its decimal comma', () => {
    expect(problemOf(tooMany, { language: 'nb' })).toEqual({
      type: 'urn:kompass:problem:score-above-maximum',
      title: 'For mange poeng',
      status: 422,
      detail: '15,5 poeng er mer enn 15, som er det meste indikatoren gir.',
      code: 'score-above-maximum',
      errors: [{ field: 'points', rule: 'score-above-maximum' }],
      values: { field: 'points', value: 15.5, max: 15 },
    });
    expect(problemOf(tooMany, { language: 'en' }).detail).toBe(
      '15.5 points are more than 15, the most the indicator gives.',
    );
  });

  it('names the fields and the rules of a wrong shape, the first of many', () => {
    const errors = ['a', 'b', '', 'd'].map((field) => ({ field, rule: 'required' }));
    const said = problemOf(new Rejected('invalid-request', { errors }), { language: 'nb' });
    expect(said.detail).toBe('a mangler; b mangler; Innholdet mangler; ….');
    expect(said.errors).toEqual(errors);
    expect(said.values).toBeUndefined();
  });

  it('is 404 for what stands in the path, 422 for what stands in the body', () => {
    const unknown = new Rejected('unknown-indicator', { field: 'indicator', value: '9.9.9' });
    expect(problemOf(unknown, { language: 'en', pathParams: ['id', 'indicatorId'] }).status).toBe(404);
    expect(problemOf(unknown, { language: 'en', pathParams: ['id'] }).status).toBe(422);
    expect(problemOf(unknown, { language: 'en' }).status).toBe(422);
  });

  it('keeps both values of a conflict for programs', () => {
    const values = { basedOn: 3, yours: 3, slots: [{ slot: 'agreement/1.1.1', revision: 5 }] };
    expect(problemOf(new Rejected('stale', values), { language: 'en' })).toMatchObject({
      status: 409,
      values,
    });
  });

  it('treats a code in no table, and names of the prototype, as mistakes of ours', () => {
    for (const code of ['no-such-code', 'constructor', '__proto__']) {
      expect(problemOf(new Rejected(code), { language: 'en' })).toMatchObject({ status: 500, code });
    }
  });

  it.each(Object.keys(problems))('%s is worded in every language, and a problem', (code) => {
    for (const language of problemLanguages) {
      const said = problemOf(new Rejected(code), { language });
      expect(problem.safeParse(said).success).toBe(true);
      expect(said.title).toMatch(/\S/);
      expect(said.detail).toMatch(/\.$/);
      expect(Object.keys(problems[code]![language])).toEqual(['title', 'detail']);
    }
    const names = problemLanguages.map((language) => placeholders(problems[code]![language].detail));
    expect(new Set(names.map(String)).size).toBe(1);
  });

  it.each(Object.keys(ruleTexts))('the rule %s is worded in every language', (rule) => {
    expect(Object.keys(ruleTexts[rule as keyof typeof ruleTexts])).toEqual([...problemLanguages]);
  });
});

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
}
