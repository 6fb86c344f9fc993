import { describe, expect, it } from '@jest/globals';
import { bundledInstruments } from './bundled.js';
import { errorsOf, type Mutable } from './instrument.fixtures.js';
import type { Instrument } from './instrument.js';
import { parseInstrument } from './parse-instrument.js';

const valid = bundledInstruments()['2.1'];

type Edit = (document: Mutable<Instrument>) => unknown;

function errorsAfter(edit: Edit) {
  const document = structuredClone(valid) as Mutable<Instrument>;
  edit(document);
  return errorsOf('instrument-invalid', () => parseInstrument(document));
}

describe('an instrument document', () => {
  it('is kept as it is, frozen', () => {
    const parsed = parseInstrument(JSON.parse(JSON.stringify(valid)));
    expect(parsed).toEqual(valid);
    expect(Object.isFrozen(parsed.areas[0]?.questions[0]?.indicators[0]?.weights)).toBe(true);
  });

  const refused: [string, Edit, field: string, rule: string][] = [
    ['an unknown key', (d) => Object.assign(d.rules, { evidnce: 'warn' }), 'rules.evidnce', 'unknown-field'],
    ['a missing key', (d) => Reflect.deleteProperty(d, 'rules'), 'rules', 'required'],
    ['a float of points', (d) => (d.areas[0]!.maxTenths = 100.5), 'areas.0.maxTenths', 'wrong-type'],
    ['an id with a slash', (d) => (d.areas[0]!.id = '1/2'), 'areas.0.id', 'wrong-format'],
    ['a blank title', (d) => (d.areas[0]!.title.nb = ' '), 'areas.0.title.nb', 'not-blank'],
    ['NUL', (d) => (d.areas[0]!.title.nb = 'a\0'), 'areas.0.title.nb', 'no-control-characters'],
    [
      'a lone surrogate',
      (d) => (d.areas[0]!.title.nb = 'a\ud800'),
      'areas.0.title.nb',
      'no-control-characters',
    ],
    ['a date that is none', (d) => (d.validFrom = '2016-13'), 'validFrom', 'date-unreadable'],
    [
      'an area twice',
      (d) => {
        d.areas[1]!.id = '1';
        d.rules.interviews.groups = [];
      },
      'areas.1.id',
      'unique',
    ],
    [
      'a question twice, in two areas',
      (d) => (d.areas[1]!.questions[0]!.id = '1.1'),
      'areas.1.questions.0.id',
      'unique',
    ],
    [
      'an indicator twice, in two areas',
      (d) => (d.areas[1]!.questions[0]!.indicators[0]!.id = '1.1.1'),
      'areas.1.questions.0.indicators.0.id',
      'unique',
    ],
    ['a language twice', (d) => d.languages.push('nb'), 'languages.4', 'unique'],
    [
      'a title missing in a language',
      (d) => delete d.areas[0]!.questions[0]!.title.nn,
      'areas.0.questions.0.title.nn',
      'required',
    ],
    [
      'weights of 101 percent',
      (d) => (d.areas[0]!.questions[0]!.indicators[0]!.weights['system']! += 1),
      'areas.0.questions.0.indicators.0.weights',
      'weights-sum-to-100',
    ],
    [
      'an unknown criterion',
      (d) => (d.areas[0]!.questions[0]!.indicators[0]!.weights['luck'] = 0),
      'areas.0.questions.0.indicators.0.weights.luck',
      'unknown-criterion',
    ],
    ['levels of no criterion', (d) => delete d.levels['extent'], 'levels.extent', 'required'],
    ['a level left out', (d) => d.levels['extent']!.splice(2, 1), 'levels.extent', 'levels-0-to-4'],
    ['bands upside down', (d) => (d.rules.bands.high = 35), 'rules.bands.high', 'above-middling'],
    [
      'people to interview about an area that is none',
      (d) => (d.rules.interviews.groups[0]!.areas[1] = '9'),
      'rules.interviews.groups.0.areas.1',
      'unknown-area',
    ],
  ];

  it.each(refused)('with %s is refused', (_name, edit, field, rule) => {
    expect(errorsAfter(edit)).toEqual([{ field, rule }]);
  });

  it('whose points do not add up is refused at every sum, with all errors at once', () => {
    const errors = errorsAfter((d) => {
      d.areas[0]!.questions[0]!.indicators[0]!.maxTenths += 1;
      d.areas[1]!.questions[0]!.maxTenths += 1;
      d.areas[2]!.maxTenths = 999;
    });
    expect(errors).toEqual([
      { field: 'areas.1.maxTenths', rule: 'sum-of-questions' },
      { field: 'areas.2.maxTenths', rule: 'sum-of-questions' },
      { field: 'areas.2.maxTenths', rule: 'hundred-points' },
      { field: 'areas.0.questions.0.maxTenths', rule: 'sum-of-indicators' },
      { field: 'areas.1.questions.0.maxTenths', rule: 'sum-of-indicators' },
    ]);
  });

  it.each([null, 'instrument', [], 7])('is not %j', (document) => {
    expect(errorsOf('instrument-invalid', () => parseInstrument(document))).toEqual([
      { field: '', rule: 'wrong-type' },
    ]);
  });
});
