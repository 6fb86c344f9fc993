import type { z } from 'zod';
import type { Rule } from './rules.js';

/** A field (dotted: `items.0.points`; empty for the whole) and the rule it breaks. */
export interface BrokenRule {
  readonly field: string;
  readonly rule: Rule;
}

/** The value as the schema reads it, or every rule it breaks. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly BrokenRule[] };

/** Holds a value against a schema: what it is read as, or every rule it breaks. */
export function check<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  // A schema's own error comes before this one, so every issue's message is the name of a rule.
  const result = schema.safeParse(value, { error: ruleOf });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, errors: result.error.issues.flatMap(brokenBy) };
}

function brokenBy(issue: z.core.$ZodIssue): BrokenRule[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), rule: 'unknown-field' }));
  }
  return [{ field: issue.path.join('.'), rule: issue.message as Rule }];
}

const typeRules: Readonly<Record<string, Rule>> = {
  string: 'must-be-text',
  number: 'must-be-number',
  int: 'must-be-whole-number',
  boolean: 'must-be-boolean',
  array: 'must-be-list',
  object: 'must-be-object',
  record: 'must-be-object',
};

function ruleOf(issue: z.core.$ZodRawIssue): Rule {
  if (issue.input === undefined) return 'required';
  switch (issue.code) {
    case 'invalid_type':
      return typeRules[issue.expected] ?? 'wrong-type';
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int' ? 'too-small' : 'too-short';
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int' ? 'too-large' : 'too-long';
    case 'invalid_value':
    case 'invalid_union':
      return 'not-an-option';
    case 'invalid_format':
    case 'invalid_key':
      return 'wrong-format';
    case 'unrecognized_keys':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return 'wrong-type';
  }
}
