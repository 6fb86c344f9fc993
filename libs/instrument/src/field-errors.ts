import { Rejected } from '@kompass/kernel';
import type { z } from 'zod';

/** The rules that a document can break: `libs/http` has a sentence for each. */
export type DocumentRule =
  // of shape, named as for any request
  | 'required'
  | 'unknown-field'
  | 'wrong-type'
  | 'wrong-format'
  | 'not-an-option'
  | 'too-small'
  | 'too-large'
  | 'not-blank'
  | 'no-control-characters'
  | 'at-least-one-language'
  | 'date-unreadable'
  // of an instrument
  | 'unique'
  | 'unknown-area'
  | 'unknown-criterion'
  | 'level-0-to-4'
  | 'levels-0-to-4'
  | 'weights-sum-to-100'
  | 'sum-of-indicators'
  | 'sum-of-questions'
  | 'hundred-points'
  | 'above-middling'
  // of a crosswalk
  | 'other-version'
  | 'version-of-instrument'
  | 'sides-of-relation'
  | 'unknown-id'
  | 'not-the-same';

/** What is wrong where: `{ field: 'areas.0.maxTenths', rule: 'sum-of-questions' }`. */
export interface FieldError {
  readonly field: string;
  readonly rule: DocumentRule;
}

/** A value and the field where it stands. */
export interface At<T> {
  readonly field: string;
  readonly value: T;
}

/** Every value of a list with the field where it stands. */
export function at<T>(field: string, values: readonly T[]): readonly At<T>[] {
  return values.map((value, index) => ({ field: `${field}.${index}`, value }));
}

/** One error for everything that stands there again. */
export function* repeated(values: readonly At<string>[]): Generator<FieldError> {
  const seen = new Set<string>();
  for (const { field, value } of values) {
    if (seen.has(value)) yield { field, rule: 'unique' };
    seen.add(value);
  }
}

/** The error of a schema, held to the list. */
export function rule(name: DocumentRule): { error: DocumentRule } {
  return { error: name };
}

/**
 * The document, if it has the shape of the schema.
 *
 * @throws Rejected `code` with every field that has another shape
 */
export function shapeOf<T>(schema: z.ZodType<T>, document: unknown, code: string): T {
  const result = schema.safeParse(document, { error: ruleOf });
  if (!result.success) throw new Rejected(code, { errors: result.error.issues.flatMap(fieldErrorsOf) });
  return result.data;
}

/** @throws Rejected `code` unless there are no errors */
export function refuse(errors: Iterable<FieldError>, code: string): void {
  const found = [...errors];
  if (found.length > 0) throw new Rejected(code, { errors: found });
}

/** Our name of a rule of zod's; a schema that names its own rule has it as its message already. */
function ruleOf(issue: z.core.$ZodRawIssue): DocumentRule {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'required' : 'wrong-type';
  if (issue.code === 'invalid_value') return 'not-an-option';
  if (issue.code === 'too_small') return 'too-small';
  if (issue.code === 'too_big') return 'too-large';
  return 'wrong-format';
}

function fieldErrorsOf(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), rule: 'unknown-field' }));
  }
  return [{ field: issue.path.join('.'), rule: issue.message as DocumentRule }];
}
