import { unreachable } from '@kompass/kernel';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { At, FieldError } from './field-errors.js';
import { at, refuse, repeated, shapeOf } from './field-errors.js';
import { idSchema, localisedSchema, textSchema, versionSchema } from './instrument.js';
import type { Instrument } from './instrument.js';
import { indexOf } from './lookup.js';

const idsSchema = z.array(idSchema).readonly();
const relationSchema = z.enum(['same', 'changed', 'added', 'removed']);
const pairSchema = z.strictObject({ from: idsSchema, to: idsSchema, relation: relationSchema });

export const crosswalkSchema = z
  .strictObject({
    /** Origin and terms, for people. */
    about: textSchema.optional(),
    /** The earlier version. */
    from: versionSchema,
    /** The later version of the same instrument. */
    to: versionSchema,
    questions: z.array(pairSchema.extend({ note: localisedSchema.optional() }).readonly()).readonly(),
    indicators: z.array(pairSchema.readonly()).readonly(),
    areas: z
      .array(
        z
          .strictObject({ id: idSchema, comparability: z.enum(['same', 'changed', 'not-comparable']) })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

/** How an earlier version of an instrument is read against a later one: made by `parseCrosswalk` only. */
export type Crosswalk = z.infer<typeof crosswalkSchema>;
/** What became of questions or indicators; *added* has nothing in `from`, *removed* nothing in `to`. */
export type Relation = z.infer<typeof relationSchema>;
/** Questions or indicators of the earlier version beside those of the later. */
export type Pair = z.infer<typeof pairSchema>;

const kinds = ['questions', 'indicators'] as const;
type Kind = (typeof kinds)[number];
const sides = ['from', 'to'] as const;
type Side = (typeof sides)[number];

/**
 * The crosswalk in a JSON document: every id stands at most once on its side, every relation has the sides it needs.
 *
 * @throws Rejected `crosswalk-invalid` with all `errors: [{ field, rule }]`
 */
export function parseCrosswalk(document: unknown): Crosswalk {
  const crosswalk = shapeOf(crosswalkSchema, document, 'crosswalk-invalid');
  refuse(contradictions(crosswalk), 'crosswalk-invalid');
  return crosswalk;
}

/**
 * Holds a crosswalk to the later version it leads to and, where it is known, to the earlier one it comes from:
 * every question and indicator of a version stands on its side, and what is called *same* is the same but for its id.
 *
 * @throws Rejected `crosswalk-invalid` with all `errors: [{ field, rule }]`
 */
export function checkCrosswalk(crosswalk: Crosswalk, to: Instrument, from?: Instrument): void {
  refuse(misfits(crosswalk, to, from), 'crosswalk-invalid');
}

function* contradictions(crosswalk: Crosswalk): Generator<FieldError> {
  if (crosswalk.from === crosswalk.to) yield { field: 'from', rule: 'other-version' };
  for (const kind of kinds) {
    const pairs = at(kind, crosswalk[kind]);
    for (const side of sides) yield* repeated(pairs.flatMap((pair) => idsOf(pair, side)));
    for (const { field, value } of pairs) {
      if (!sidesFit(value)) yield { field: `${field}.relation`, rule: 'sides-of-relation' };
    }
  }
  yield* repeated(areaIds(crosswalk));
}

function sidesFit({ from, to, relation }: Pair): boolean {
  switch (relation) {
    case 'same':
      return from.length === 1 && to.length === 1;
    case 'changed':
      return from.length > 0 && to.length > 0;
    case 'added':
      return from.length === 0 && to.length > 0;
    case 'removed':
      return from.length > 0 && to.length === 0;
    default:
      return unreachable(relation);
  }
}

function* misfits(crosswalk: Crosswalk, to: Instrument, from: Instrument | undefined): Generator<FieldError> {
  yield* sideErrors(crosswalk, 'to', to);
  yield* differences(areaIds(crosswalk), indexOf(to).areas, 'areas');
  if (from === undefined) return;
  yield* sideErrors(crosswalk, 'from', from);
  yield* unlike(crosswalk, from, to);
}

function* sideErrors(crosswalk: Crosswalk, side: Side, instrument: Instrument): Generator<FieldError> {
  if (crosswalk[side] !== instrument.version) yield { field: side, rule: 'version-of-instrument' };
  for (const kind of kinds) {
    const ids = at(kind, crosswalk[kind]).flatMap((pair) => idsOf(pair, side));
    yield* differences(ids, indexOf(instrument)[kind], `${kind}.${side}`);
  }
}

/** The ids are those of the version: none unknown, none missing. */
function* differences(
  ids: readonly At<string>[],
  known: ReadonlyMap<string, unknown>,
  field: string,
): Generator<FieldError> {
  for (const id of ids) if (!known.has(id.value)) yield { field: id.field, rule: 'unknown-id' };
  const given = new Set(ids.map(({ value }) => value));
  for (const id of known.keys()) if (!given.has(id)) yield { field: `${field}.${id}`, rule: 'required' };
}

/** What is called *same* without being so. */
function* unlike(crosswalk: Crosswalk, from: Instrument, to: Instrument): Generator<FieldError> {
  for (const kind of kinds) {
    for (const { field, value: pair } of at(kind, crosswalk[kind])) {
      if (pair.relation !== 'same') continue;
      const [earlier, later] = [contentOf(from, kind, pair.from[0]), contentOf(to, kind, pair.to[0])];
      if (!isDeepStrictEqual(earlier, later)) yield { field: `${field}.relation`, rule: 'not-the-same' };
    }
  }
}

/** A question or indicator without its ids. */
function contentOf(instrument: Instrument, kind: Kind, id = ''): unknown {
  if (kind === 'indicators') return withoutId(indexOf(instrument).indicators.get(id)?.indicator);
  const question = indexOf(instrument).questions.get(id)?.question;
  return { ...withoutId(question), indicators: question?.indicators.map(withoutId) };
}

function withoutId(part: object | undefined): object {
  return { ...part, id: undefined };
}

function idsOf({ field, value }: At<Pair>, side: Side): readonly At<string>[] {
  return at(`${field}.${side}`, value[side]);
}

function areaIds({ areas }: Crosswalk): readonly At<string>[] {
  return at('areas', areas).map(({ field, value }) => ({ field: `${field}.id`, value: value.id }));
}
