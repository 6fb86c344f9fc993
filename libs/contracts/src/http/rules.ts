/**
 * The rules a request's shape can break, as they stand in `errors[{field, rule}]`. A schema names its own rule as
 * its error (`.refine(…, rule('date-unreadable'))`); those of zod itself are named by `libs/http`, which also
 * holds a sentence a rule in every language.
 */
export type Rule =
  | 'required'
  | 'unknown-field'
  | 'wrong-type'
  | 'must-be-text'
  | 'must-be-number'
  | 'must-be-whole-number'
  | 'must-be-boolean'
  | 'must-be-list'
  | 'must-be-object'
  | 'not-an-option'
  | 'wrong-format'
  | 'too-small'
  | 'too-large'
  | 'too-short'
  | 'too-long'
  | 'too-deep'
  | 'not-json'
  | 'not-utf-8'
  | 'not-blank'
  | 'no-control-characters'
  | 'at-least-one-language'
  | 'date-unreadable'
  | 'time-unreadable'
  | 'time-zone-unknown'
  | 'unique'
  | 'period-ends-before-it-begins'
  | 'not-a-municipality-number'
  | 'number-of-another-country'
  | 'number-as-id'
  | 'municipality-of-that-role'
  | 'one-of-revision-and-at';

/** The error of a schema, held to the list. */
export function rule(name: Rule): { error: Rule } {
  return { error: name };
}
