import { Rejected } from '@kompass/kernel';
import type { z } from 'zod';

/** What is wrong where: `{ field: 'areas.0.maxTenths', rule: 'sum-of-questions' }`. */
export interface FieldError {
  readonly field: string;
  readonly rule: string;
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

/**
 * The document, if it has the shape of the schema.
 *
 * @throws Rejected `code` with every field that has another shape
 */
export function shapeOf<T>(schema: z.ZodType<T>, document: unknown, code: string): T {
  const result = schema.safeParse(document);
  if (!result.success) throw new Rejected(code, { errors: result.error.issues.flatMap(fieldErrorsOf) });
  return result.data;
}

/** @throws Rejected `code` unless there are no errors */
export function refuse(errors: Iterable<FieldError>, code: string): void {
  const found = [...errors];
  if (found.length > 0) throw new Rejected(code, { errors: found });
}

function fieldErrorsOf(issue: z.core.$ZodIssue): readonly FieldError[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), rule: 'unknown-key' }));
  }
  const rule = issue.code === 'custom' ? String(issue.params?.['rule']) : issue.code.replaceAll('_', '-');
  return [{ field, rule }];
}
