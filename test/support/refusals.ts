import type { RouteId } from '@kompass/contracts';
import { demoEvaluation } from '@kompass/demo';
import type { Question } from '../kompass.js';

/** Id of the evaluation under way that the requests are about. */
export const evaluation = 'roros-2021';

/** An indicator of it for which both have proposed: one point and two, of six at most. */
export const disputed = { id: evaluation, indicatorId: '1.1.1' };

const params = { id: evaluation };
const finalised = { id: demoEvaluation, indicatorId: '1.1.1' };
const rationale = { nb: 'Slik er det.' };
const valid = { points: 1, rationale };

/** A request that is refused, whoever words it, and what is told of it. */
export interface Refusal {
  readonly route: RouteId;
  readonly question: Question;
  readonly status: number;
  readonly code: string;
  /** Field and rule. */
  readonly error?: readonly [string, string];
  readonly nb: string;
  readonly en: string;
}

function proposing(body: unknown, headers: Question['headers'] = {}): Pick<Refusal, 'route' | 'question'> {
  return { route: 'proposeScore', question: { as: 'lead', params: disputed, body, headers } };
}

function misshapen(field: string, rule: string, nb: string, en: string) {
  return { status: 400, code: 'invalid-request', error: [field, rule] as const, nb: `${nb}.`, en: `${en}.` };
}

/** By what is wrong with it. */
export const refusals: Readonly<Record<string, Refusal>> = {
  'too many points': {
    ...proposing({ points: 6.1, rationale }),
    status: 422,
    code: 'score-above-maximum',
    error: ['points', 'score-above-maximum'],
    nb: '6,1 poeng er mer enn 6, som er det meste indikatoren gir.',
    en: '6.1 points are more than 6, the most the indicator gives.',
  },
  'two decimals': {
    ...proposing({ points: 4.55, rationale }),
    status: 422,
    code: 'points-not-in-tenths',
    error: ['points', 'points-not-in-tenths'],
    nb: 'Poeng gis med høyst én desimal, ikke 4,55.',
    en: 'Points are given with at most one decimal, not 4.55.',
  },
  'points below nothing': {
    ...proposing({ points: -1, rationale }),
    status: 422,
    code: 'points-negative',
    error: ['points', 'points-negative'],
    nb: 'Poeng er aldri under 0, som −1.',
    en: 'Points are never below 0, as -1 is.',
  },
  'neither points nor levels': {
    ...proposing({ rationale }),
    status: 422,
    code: 'points-or-levels-required',
    error: ['points', 'points-or-levels-required'],
    nb: 'Oppgi poeng, eller nivåer som poengene følger av.',
    en: 'Give points, or levels from which the points follow.',
  },
  'levels that the instrument does not have': {
    ...proposing({ levels: { system: 1, extent: 1, result: 1, evaluation: 1, luck: 4 }, rationale }),
    status: 422,
    code: 'levels-invalid',
    error: ['levels.luck', 'unknown-criterion'],
    nb: 'levels.luck er ikke et kriterium for indikatoren.',
    en: 'levels.luck is not a criterion of the indicator.',
  },
  'no rationale': {
    ...proposing({ points: 1 }),
    status: 422,
    code: 'rationale-required',
    error: ['rationale', 'rationale-required'],
    nb: 'Oppgi en begrunnelse.',
    en: 'Give a rationale.',
  },
  'an agreement on what was not looked at': {
    route: 'agreeScore',
    question: { as: 'lead', params: disputed, body: valid },
    status: 422,
    code: 'based-on-required',
    error: ['basedOn', 'based-on-required'],
    nb: 'Oppgi den høyeste revisjonen blant det du så om indikatoren.',
    en: 'Give the highest revision among all you saw of the indicator.',
  },
  'an unknown indicator': {
    route: 'proposeScore',
    question: { as: 'lead', params: { ...params, indicatorId: '9.9.9' }, body: valid },
    status: 404,
    code: 'unknown-indicator',
    error: ['indicator', 'unknown-indicator'],
    nb: 'Instrumentet har ingen indikator 9.9.9.',
    en: 'The instrument has no indicator 9.9.9.',
  },
  'an indicator that every object has': {
    route: 'proposeScore',
    question: { as: 'lead', params: { ...params, indicatorId: 'constructor' }, body: valid },
    status: 404,
    code: 'unknown-indicator',
    error: ['indicator', 'unknown-indicator'],
    nb: 'Instrumentet har ingen indikator constructor.',
    en: 'The instrument has no indicator constructor.',
  },
  'an assessor that every object has': {
    route: 'releaseAssessor',
    question: { as: 'admin', params: { ...params, accountId: 'constructor' } },
    status: 404,
    code: 'assessor-unknown',
    nb: 'constructor er ikke oppnevnt i denne evalueringen.',
    en: 'constructor is not assigned to this evaluation.',
  },
  'an unknown area': {
    route: 'agreeArea',
    question: { as: 'lead', params: { ...params, areaId: '99' }, body: { rule: 'equal' } },
    status: 404,
    code: 'unknown-area',
    error: ['area', 'unknown-area'],
    nb: 'Instrumentet har ikke området 99.',
    en: 'The instrument has no area 99.',
  },
  'an evaluation that is not there': {
    route: 'proposeScore',
    question: { as: 'lead', params: { ...disputed, id: 'nowhere' }, body: valid },
    status: 404,
    code: 'evaluation-unknown',
    nb: 'Det er ingen evaluering her som du kan lese.',
    en: 'There is no evaluation here that you may read.',
  },
  'an assessor of other evaluations, under way': {
    route: 'proposeScore',
    question: { as: 'outsider', params: disputed, body: valid },
    status: 404,
    code: 'evaluation-unknown',
    nb: 'Det er ingen evaluering her som du kan lese.',
    en: 'There is no evaluation here that you may read.',
  },
  'an assessor of other evaluations, published': {
    route: 'proposeScore',
    question: { as: 'outsider', params: finalised, body: valid },
    status: 403,
    code: 'not-a-member',
    nb: 'Du er ikke oppnevnt som evaluator i denne evalueringen.',
    en: 'You are not assigned as an assessor of this evaluation.',
  },
  'a finalised evaluation': {
    route: 'proposeScore',
    question: { as: 'lead', params: finalised, body: valid },
    status: 409,
    code: 'wrong-state',
    nb: 'Evalueringen er finalised; dette krever open.',
    en: 'The evaluation is finalised; this needs open.',
  },
  'an evaluation that is not complete': {
    route: 'finaliseEvaluation',
    question: { as: 'lead', params },
    status: 409,
    code: 'incomplete',
    error: ['agreement/1.1.1', 'required'],
    nb: 'Det mangler enighet om 164 indikatorer og intervjuer i 8 områder.',
    en: '164 indicators are not agreed, 8 areas lack interviews.',
  },
  'broken JSON': {
    ...proposing('{"points":1,'),
    ...misshapen('', 'not-json', 'Innholdet er ikke gyldig JSON', 'The content is not valid JSON'),
  },
  'nothing at all': {
    ...proposing(''),
    ...misshapen('', 'required', 'Innholdet mangler', 'The content is missing'),
  },
  'bytes that are not UTF-8': {
    ...proposing(Buffer.from('{"points":1,"rationale":{"nb":"\xff"}}', 'latin1')),
    ...misshapen('', 'not-utf-8', 'Innholdet er ikke gyldig UTF-8', 'The content is not valid UTF-8'),
  },
  'what is nested a thousand times': {
    ...proposing(`{"rationale":${'['.repeat(1000)}${']'.repeat(1000)}}`),
    ...misshapen('', 'too-deep', 'Innholdet er for dypt nøstet', 'The content is nested too deeply'),
  },
  'a key that would change a prototype': {
    ...proposing('{"points":1,"__proto__":{"rationale":{"nb":"Ja"}}}'),
    ...misshapen('', 'not-json', 'Innholdet er ikke gyldig JSON', 'The content is not valid JSON'),
  },
  'a key that would change a constructor': {
    ...proposing('{"points":1,"constructor":{"prototype":{"rationale":{"nb":"Ja"}}}}'),
    ...misshapen('', 'not-json', 'Innholdet er ikke gyldig JSON', 'The content is not valid JSON'),
  },
  'a field that nobody knows': {
    ...proposing({ ...valid, toString: 'admin' }),
    ...misshapen('toString', 'unknown-field', 'toString er ukjent', 'toString is unknown'),
  },
  'points in words': {
    ...proposing({ points: 'one', rationale }),
    ...misshapen('points', 'must-be-number', 'points må være et tall', 'points must be a number'),
  },
  'a text with NUL': {
    ...proposing({ points: 1, rationale: { nb: 'Slik\0er det.' } }),
    ...misshapen(
      'rationale.nb',
      'no-control-characters',
      'rationale.nb inneholder ulovlige tegn',
      'rationale.nb contains forbidden characters',
    ),
  },
  'half a character': {
    ...proposing('{"points":1,"rationale":{"nb":"\\ud83d"}}'),
    ...misshapen(
      'rationale.nb',
      'no-control-characters',
      'rationale.nb inneholder ulovlige tegn',
      'rationale.nb contains forbidden characters',
    ),
  },
  '100 kB of text': {
    ...proposing({ points: 1, rationale: { nb: 'x'.repeat(100_000) } }),
    ...misshapen('rationale.nb', 'too-long', 'rationale.nb er for langt', 'rationale.nb is too long'),
  },
  'a text in no language': {
    ...proposing({ points: 1, rationale: {} }),
    ...misshapen(
      'rationale',
      'at-least-one-language',
      'rationale må finnes på minst ett språk',
      'rationale must be given in at least one language',
    ),
  },
  'a key with a blank': {
    ...proposing(valid, { 'idempotency-key': 'one two' }),
    ...misshapen(
      'Idempotency-Key',
      'wrong-format',
      'Idempotency-Key har feil format',
      'Idempotency-Key has the wrong format',
    ),
  },
  '2 MB': {
    ...proposing({ points: 1, rationale: { nb: 'x'.repeat(2 ** 21) } }),
    status: 413,
    code: 'request-too-large',
    nb: 'Kroppen kan være høyst 1 MiB.',
    en: 'The body may be at most 1 MiB.',
  },
  'another content type': {
    ...proposing('points=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    status: 415,
    code: 'media-type-unsupported',
    nb: 'Send application/json.',
    en: 'Send application/json.',
  },
};
