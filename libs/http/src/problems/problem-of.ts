import type { BrokenRule, Problem } from '@kompass/contracts';
import type { Rejected } from '@kompass/kernel';
import type { ProblemLanguage } from './language.js';
import { problems } from './problems.js';
import { ruleTexts, type NamedRule } from './rule-texts.js';

/** Broken rules that a sentence names; `errors` holds them all. */
const spoken = 3;

/** What a broken rule without a field is about. */
const whole: Readonly<Record<ProblemLanguage, string>> = { nb: 'Innholdet', en: 'The content' };

/** A code that stands in no table: a mistake of ours, answered like one. */
const unlisted = problems['internal-error']!;

export interface ProblemContext {
  readonly language: ProblemLanguage;
  /** Parameters in the path of the route. */
  readonly pathParams?: readonly string[];
}

/** What a refusal says to a reader (RFC 9457). */
export function problemOf(
  { code, detail }: Pick<Rejected, 'code' | 'detail'>,
  { language, pathParams = [] }: ProblemContext,
): Problem {
  const entry = Object.hasOwn(problems, code) ? problems[code]! : unlisted;
  const { title, detail: sentence } = entry[language];
  const errors = errorsOf(code, detail);
  const { errors: _errors, retryAfter: _retryAfter, ...values } = detail;
  const missing = entry.notFoundAs !== undefined && pathParams.includes(entry.notFoundAs);
  return {
    type: `urn:kompass:problem:${code}`,
    title,
    status: missing ? 404 : entry.status,
    detail: worded(sentence, { ...detail, errors: spokenErrors(errors, language) }, language),
    code,
    ...(errors.length > 0 ? { errors } : {}),
    ...(Object.keys(values).length > 0 ? { values } : {}),
  };
}

/** The fields and rules a refusal names: its own list, or the one field with the code as its rule. */
function errorsOf(code: string, { errors, field }: Rejected['detail']): Problem['errors'] & {} {
  if (Array.isArray(errors)) return errors as BrokenRule[];
  return typeof field === 'string' ? [{ field, rule: code }] : [];
}

function spokenErrors(errors: Problem['errors'] & {}, language: ProblemLanguage): string {
  const sentences = errors.slice(0, spoken).map(({ field, rule }) => {
    return `${field || whole[language]} ${ruleTexts[rule as NamedRule]?.[language] ?? rule}`;
  });
  return [...sentences, ...(errors.length > spoken ? ['…'] : [])].join('; ');
}

function worded(
  sentence: string,
  values: Readonly<Record<string, unknown>>,
  language: ProblemLanguage,
): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name], language));
}

function shown(value: unknown, language: ProblemLanguage): string {
  if (typeof value === 'number')
    return new Intl.NumberFormat(language, { maximumFractionDigits: 10 }).format(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((each) => shown(each, language)).join(', ');
  return value === undefined || value === null ? '–' : JSON.stringify(value);
}
