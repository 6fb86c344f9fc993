import { routes, type Route, type RouteId } from '@kompass/contracts';
import type { Answer, Kompass, Question } from '../kompass.js';
import type { Who } from './accounts.js';
import { requests } from './requests.js';

/** What was told to whom: a name of the question, and the answer with its headers as text. */
export type Told = ReadonlyMap<string, string>;

const ofOneEvaluation = (Object.values(routes) as Route[]).filter(
  ({ method, path, media }) =>
    method === 'GET' && path.startsWith('/v1/evaluations/{id}') && media !== 'text/event-stream',
);

/** What nobody asks in the ordinary way, but who looks for what is hidden does: filters, other revisions, refusals. */
function curious(id: string, indicator: string): readonly (readonly [RouteId, Omit<Question, 'as'>])[] {
  const params = { id };
  const place = { ...params, indicatorId: indicator, areaId: '8' };
  const [question] = /^\d+\.\d+/.exec(indicator)!;
  return [
    ['readIndicator', { params: place }],
    ['readAudit', { params, query: { indicator } }],
    ['readAudit', { params, query: { question } }],
    ['readAudit', { params, query: { area: '8' } }],
    ['readAudit', { params, query: { actor: 'lead' } }],
    ['readAudit', { params, query: { type: 'ScoreProposed' } }],
    ['replayEvaluation', { params, query: { revision: '3' } }],
    ['replayEvaluation', { params, query: { at: '2999-01-01T00:00:00Z' } }],
    ['diffEvaluation', { params, query: { from: '0', to: '3' } }],
    ['agreeScore', { params: place, body: { points: 0, rationale: { nb: 'Nysgjerrig' }, basedOn: 3 } }],
    ['agreeArea', { params: place, body: { rule: 'within' } }],
    ['proposeScore', { params: place, body: { points: 0, rationale: { nb: 'Nysgjerrig' }, basedOn: 3 } }],
    ['submitArea', { params: place }],
    ['finaliseEvaluation', { params }],
  ];
}

/** Everything that these readers are told of an evaluation, and of one of its indicators. */
export async function everythingTold(
  kompass: Kompass,
  { id, indicator, to }: { readonly id: string; readonly indicator: string; readonly to: readonly Who[] },
): Promise<Told> {
  const told = new Map<string, string>();
  for (const as of to) {
    for (const route of ofOneEvaluation) {
      const question = await requests[route.id]({ kompass, evaluation: id, number: 1 });
      told.set(`${as} ${route.id}`, textOf(await kompass.ask(route, { as, ...question })));
    }
    for (const [route, question] of curious(id, indicator)) {
      const name = `${as} ${route} ${JSON.stringify(question.query ?? question.body ?? {})}`;
      const answer = await kompass.ask(routes[route], { as, ...question });
      told.set(name.replaceAll(indicator, 'it'), textOf(answer));
    }
  }
  return told;
}

function textOf({ status, headers, body }: Answer): string {
  return JSON.stringify([status, Object.fromEntries(headers), body]);
}

/** What differs from one making of the same to the next and tells nothing: ids, times, nonces, hashes, seals, lengths. */
const meaningless = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g,
  /"date":"[^"]*"|"content-length":"\d+"|"etag":"[^"]*"/g,
  /nonce\\*":\\*"[^"\\]*/g,
  /[0-9a-f]{32,}/g,
  /[A-Za-z0-9+/_-]{40,}={0,2}/g,
];

/** An answer without what tells nothing. */
export function masked(text: string, id: string): string {
  return meaningless.reduce((masking, pattern) => masking.replace(pattern, '…'), text.replaceAll(id, 'it'));
}
