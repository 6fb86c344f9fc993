import { describe, expect, it } from '@jest/globals';
import { bundledInstruments } from './bundled.js';
import type { Crosswalk } from './crosswalk.js';
import { checkCrosswalk, parseCrosswalk } from './crosswalk.js';
import { errorsOf, type Mutable } from './instrument.fixtures.js';

const { '2.0': from, '2.1': to, crosswalk: valid } = bundledInstruments();

type Edit = (document: Mutable<Crosswalk>) => unknown;

function edited(edit: Edit): Crosswalk {
  const document = structuredClone(valid) as Mutable<Crosswalk>;
  edit(document);
  return document;
}

const firstWith = (relation: string) => valid.indicators.findIndex((pair) => pair.relation === relation);
const [added, removed, changed] = [firstWith('added'), firstWith('removed'), firstWith('changed')];

describe('a crosswalk document', () => {
  it.each<[string, Edit, field: string, rule: string]>([
    ['between a version and itself', (d) => (d.from = '2.1'), 'from', 'other-version'],
    ['with an unknown key', (d) => Object.assign(d, { kind: 'x' }), 'kind', 'unknown-field'],
    [
      'with an id twice on a side',
      (d) => d.indicators[changed]!.from.push('1.1.1'),
      `indicators.${changed}.from.1`,
      'unique',
    ],
    ['with an area twice', (d) => (d.areas[1]!.id = '1'), 'areas.1.id', 'unique'],
    [
      'with *same* of one and none',
      (d) => (d.questions[0]!.to = []),
      'questions.0.relation',
      'sides-of-relation',
    ],
    [
      'with *added* that was there before',
      (d) => (d.indicators[added]!.from = ['9.9.9']),
      `indicators.${added}.relation`,
      'sides-of-relation',
    ],
    [
      'with *removed* that is still there',
      (d) => (d.indicators[removed]!.to = ['9.9.9']),
      `indicators.${removed}.relation`,
      'sides-of-relation',
    ],
    [
      'with *changed* from nothing',
      (d) => (d.indicators[changed]!.from = []),
      `indicators.${changed}.relation`,
      'sides-of-relation',
    ],
  ])('%s is refused', (_name, edit, field, rule) => {
    expect(errorsOf('crosswalk-invalid', () => parseCrosswalk(edited(edit)))).toEqual([{ field, rule }]);
  });
});

describe('a crosswalk between two versions', () => {
  it('may come from a version that is not loaded', () => {
    expect(() =>
      checkCrosswalk(
        edited((d) => (d.from = '1.0')),
        to,
      ),
    ).not.toThrow();
  });

  it('leads to the version it names', () => {
    expect(errorsOf('crosswalk-invalid', () => checkCrosswalk(valid, from))).toContainEqual({
      field: 'to',
      rule: 'version-of-instrument',
    });
  });

  it.each<[string, Edit, { field: string; rule: string }[]]>([
    [
      'names what a version does not have, and leaves out what it has',
      (d) => (d.questions[0]!.to = ['9.9']),
      [
        { field: 'questions.0.to.0', rule: 'unknown-id' },
        { field: 'questions.to.1.1', rule: 'required' },
        { field: 'questions.0.relation', rule: 'not-the-same' },
      ],
    ],
    [
      'leaves out an indicator of the earlier version',
      (d) => d.indicators.splice(removed, 1),
      [{ field: `indicators.from.${valid.indicators[removed]!.from[0]}`, rule: 'required' }],
    ],
    ['leaves out an area', (d) => d.areas.pop(), [{ field: 'areas.8', rule: 'required' }]],
    [
      'calls an indicator the same that is not',
      (d) => (d.indicators[changed]!.relation = 'same'),
      [{ field: `indicators.${changed}.relation`, rule: 'not-the-same' }],
    ],
    [
      'calls a question the same whose indicators are not',
      (d) => (d.questions[1]!.relation = 'same'),
      [{ field: 'questions.1.relation', rule: 'not-the-same' }],
    ],
  ])('is refused where it %s', (_name, edit, errors) => {
    expect(errorsOf('crosswalk-invalid', () => checkCrosswalk(edited(edit), to, from))).toEqual(errors);
  });
});
