import type { Localised } from '@kompass/kernel';
import type { At, FieldError } from './field-errors.js';
import { at, refuse, repeated, shapeOf } from './field-errors.js';
import type { Area, Indicator, Instrument, Question } from './instrument.js';
import { instrumentSchema } from './instrument.js';

/** The points that an area can have, in tenths (domain: 8 areas of 100 points). */
const areaMaximum = 1000;

/**
 * The instrument in a JSON document, validated whole.
 *
 * @throws Rejected `instrument-invalid` with all `errors: [{ field, rule }]`
 */
export function parseInstrument(document: unknown): Instrument {
  const instrument = shapeOf(instrumentSchema, document, 'instrument-invalid');
  refuse(contradictions(instrument), 'instrument-invalid');
  return instrument;
}

/** Everything in which a document of the right shape contradicts itself. */
function* contradictions(instrument: Instrument): Generator<FieldError> {
  const areas = at('areas', instrument.areas);
  const questions = areas.flatMap(({ field, value }) => at(`${field}.questions`, value.questions));
  const indicators = questions.flatMap(({ field, value }) => at(`${field}.indicators`, value.indicators));
  const criteria = at('criteria', instrument.criteria);

  yield* repeated(at('languages', instrument.languages));
  for (const level of [criteria, areas, questions, indicators]) yield* repeated(level.map(idAt));

  for (const area of areas) yield* areaErrors(area);
  for (const question of questions) yield* questionErrors(question);
  for (const indicator of indicators) yield* weightErrors(indicator, instrument);

  yield* levelErrors(instrument);
  yield* ruleErrors(instrument);
  yield* untranslated(instrument, [
    ...criteria.flatMap(({ field, value }) => texts(field, value, 'title', 'description')),
    ...Object.entries(instrument.levels).flatMap(([criterion, levels]) =>
      at(`levels.${criterion}`, levels).flatMap(({ field, value }) => texts(field, value, 'title')),
    ),
    ...areas.flatMap(({ field, value }) => texts(field, value, 'title', 'intro')),
    ...[...questions, ...indicators].flatMap(({ field, value }) => texts(field, value, 'title')),
  ]);
}

function* areaErrors({ field, value: area }: At<Area>): Generator<FieldError> {
  if (area.maxTenths !== sumOfMaxima(area.questions)) {
    yield { field: `${field}.maxTenths`, rule: 'sum-of-questions' };
  }
  if (area.maxTenths !== areaMaximum) yield { field: `${field}.maxTenths`, rule: 'hundred-points' };
}

function* questionErrors({ field, value: question }: At<Question>): Generator<FieldError> {
  if (question.maxTenths !== sumOfMaxima(question.indicators)) {
    yield { field: `${field}.maxTenths`, rule: 'sum-of-indicators' };
  }
}

function* weightErrors({ field, value }: At<Indicator>, instrument: Instrument): Generator<FieldError> {
  yield* everyCriterion(`${field}.weights`, value.weights, instrument);
  const sum = Object.values(value.weights).reduce((total, weight) => total + weight, 0);
  if (sum !== 100) yield { field: `${field}.weights`, rule: 'weights-sum-to-100' };
}

function* levelErrors(instrument: Instrument): Generator<FieldError> {
  yield* everyCriterion('levels', instrument.levels, instrument);
  for (const [criterion, levels] of Object.entries(instrument.levels)) {
    if (levels.map(({ level }) => level).join() !== '0,1,2,3,4') {
      yield { field: `levels.${criterion}`, rule: 'levels-0-to-4' };
    }
  }
}

function* ruleErrors({ rules, areas }: Instrument): Generator<FieldError> {
  if (rules.bands.high <= rules.bands.middling) yield { field: 'rules.bands.high', rule: 'above-middling' };
  const groups = at('rules.interviews.groups', rules.interviews.groups);
  yield* repeated(groups.map(({ field, value }) => ({ field: `${field}.key`, value: value.key })));
  for (const group of groups) {
    const named = at(`${group.field}.areas`, group.value.areas);
    yield* repeated(named);
    for (const { field, value } of named) {
      if (!areas.some(({ id }) => id === value)) yield { field, rule: 'unknown-area' };
    }
  }
}

/** The keys are the criteria, each of them and no other. */
function* everyCriterion(
  field: string,
  byCriterion: object,
  { criteria }: Instrument,
): Generator<FieldError> {
  const ids = new Set(criteria.map(({ id }) => id));
  for (const key of Object.keys(byCriterion)) {
    if (!ids.delete(key)) yield { field: `${field}.${key}`, rule: 'unknown-criterion' };
  }
  for (const missing of ids) yield { field: `${field}.${missing}`, rule: 'required' };
}

function* untranslated(
  { languages }: Instrument,
  texts: readonly At<Localised<string>>[],
): Generator<FieldError> {
  for (const { field, value } of texts) {
    for (const language of languages) {
      if (value[language] === undefined) yield { field: `${field}.${language}`, rule: 'required' };
    }
  }
}

function idAt({ field, value }: At<{ readonly id: string }>): At<string> {
  return { field: `${field}.id`, value: value.id };
}

function texts<Key extends string>(
  field: string,
  value: { readonly [K in Key]: Localised<string> },
  ...keys: readonly Key[]
): readonly At<Localised<string>>[] {
  return keys.map((key) => ({ field: `${field}.${key}`, value: value[key] }));
}

function sumOfMaxima(parts: readonly { readonly maxTenths: number }[]): number {
  return parts.reduce((sum, { maxTenths }) => sum + maxTenths, 0);
}
