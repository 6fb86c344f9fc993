import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { z } from 'zod';
import { check } from './check.js';
import { routes } from '../index.js';
import {
  day,
  line,
  moment,
  municipalityRef,
  partialDate,
  position,
  slug,
  text,
  wholeNumber,
} from './values.js';

function rulesBroken(schema: z.ZodType, value: unknown) {
  const checked = check(schema, value);
  return checked.ok ? [] : checked.errors;
}

describe('texts', () => {
  it('take any language, and any text that the database takes', () => {
    expect(text.parse({ nb: 'Plan og økonomi\n😀', sv: 'Plan' })).toEqual({
      nb: 'Plan og økonomi\n😀',
      sv: 'Plan',
    });
  });

  it.each([
    [{}, '', 'at-least-one-language'],
    [{ nb: '' }, 'nb', 'not-blank'],
    [{ nb: ' \n\u00a0' }, 'nb', 'not-blank'],
    [{ nb: 'ja', da: 'ja' }, 'da', 'unknown-field'],
    [{ nb: 'a\0b' }, 'nb', 'no-control-characters'],
    [{ nb: 'a\ud800' }, 'nb', 'no-control-characters'],
    [{ nb: '\udc00a' }, 'nb', 'no-control-characters'],
    [{ nb: 'a'.repeat(20_001) }, 'nb', 'too-long'],
    [{ nb: 7 }, 'nb', 'must-be-text'],
    ['text', '', 'must-be-object'],
    [null, '', 'must-be-object'],
    [undefined, '', 'required'],
  ])('%j breaks at %j: %s', (value, field, rule) => {
    expect(rulesBroken(text, value)).toContainEqual({ field, rule });
  });

  it('are refused or survive whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (nb) => {
        const result = text.safeParse({ nb });
        if (result.success) expect(Buffer.from(result.data.nb!).toString()).toBe(nb);
      }),
    );
  });
});

describe('single values', () => {
  it.each([
    [
      slug,
      ['roros-2017', '019a2a4c-0000-7000-8000-000000000000'],
      ['ab', 'Røros', 'ROROS', 'a/b', 'a'.repeat(65), ''],
    ],
    [municipalityRef, ['1640', 'SE-1444', 'roros'], ['SE-14444', '16', 'NO-1640']],
    [
      partialDate,
      ['2017', '2017-09', '2017-09-14', '2016-02-29'],
      ['2017-13', '2017-02-30', '2017-9', '17', '2017-09-14T00:00:00Z', ''],
    ],
    [day, ['2017-09-14', '0001-01-01'], ['0000-12-31', '2017-02-30', '2017-09', 'x', '']],
    [
      moment,
      ['2017-09-14T10:00:00Z', '2017-09-14T12:00:00.123+02:00'],
      ['2017-09-14', '2017-09-14T10:00:00', 'now', '2017-02-30T10:00:00Z'],
    ],
    [position, ['0-0', '18446744073709551615-1'], ['12', '-1-1', '1-', '1-123456789012345678901']],
    [wholeNumber, ['0', '164'], ['', '-1', '1.5', '0x10', ' 1', '1e3', '12345678901']],
    [line, ['19/2017'], ['a\nb', '\t', 'a\u0007', 'x'.repeat(201)]],
  ])('take what is meant and nothing else', (schema, good, bad) => {
    for (const value of good) expect([value, schema.safeParse(value).success]).toEqual([value, true]);
    for (const value of bad) expect([value, schema.safeParse(value).success]).toEqual([value, false]);
  });
});

describe('bodies', () => {
  const propose = routes.proposeScore.body;
  const open = {
    municipality: '1640',
    instrument: { id: 'kommunekompasset', version: '2.1' },
    evaluatedAt: '2017-09',
    language: 'nb',
  };

  it('leaves rules of the method to the method: two decimals, no rationale', () => {
    expect(propose.parse({ points: 7.55 })).toEqual({ points: 7.55, evidenceIds: [] });
  });

  it.each([
    [routes.proposeScore.body, { points: '7.5' }, 'points', 'must-be-number'],
    [routes.proposeScore.body, { points: Number.NaN }, 'points', 'must-be-number'],
    [routes.proposeScore.body, { levels: { system: 5 } }, 'levels.system', 'too-large'],
    [routes.proposeScore.body, { levels: { system: 1.5 } }, 'levels.system', 'must-be-whole-number'],
    [routes.proposeScore.body, { points: 1, slot: 'x' }, 'slot', 'unknown-field'],
    [routes.proposeScores.body, { items: [] }, 'items', 'too-short'],
    [routes.proposeScores.body, { items: [{ points: 1 }] }, 'items.0.indicator', 'required'],
    [routes.openEvaluation.body, { ...open, blind: 'yes', factCheck: false }, 'blind', 'must-be-boolean'],
    [routes.recordResult.body, { knownBy: 'rumour' }, 'knownBy', 'not-an-option'],
    [routes.createAccount.body, { email: 'x', name: 'X', roles: ['king'] }, 'roles.0', 'not-an-option'],
    [
      routes.createAccount.body,
      { email: 'a@b.no', name: 'X', roles: ['municipality'] },
      'municipality',
      'municipality-of-that-role',
    ],
    [
      routes.createAccount.body,
      { email: 'a@b.no', name: 'X', roles: [], municipality: '1640' },
      'municipality',
      'number-as-id',
    ],
    [routes.signIn.body, { email: 'a' }, 'password', 'required'],
    [
      routes.registerMunicipality.body,
      { country: 'NO', names: { nb: 'Grästorp' }, numbers: [{ number: 'SE-1444' }] },
      'numbers',
      'number-of-another-country',
    ],
    [
      routes.registerMunicipality.body,
      {
        country: 'NO',
        names: { nb: 'Røros' },
        numbers: [{ number: '1640', from: '2018-01-01', to: '2017-12-31' }],
      },
      'numbers.0',
      'period-ends-before-it-begins',
    ],
    [routes.finaliseEvaluation.body, { now: true }, 'now', 'unknown-field'],
    [routes.replayEvaluation.query, {}, 'revision', 'one-of-revision-and-at'],
    [
      routes.replayEvaluation.query,
      { revision: '1', at: '2017-09-14T10:00:00Z' },
      'revision',
      'one-of-revision-and-at',
    ],
  ])('%# names the field and the rule', (schema, value, field, rule) => {
    expect(rulesBroken(schema, value)).toContainEqual({ field, rule });
  });
});
