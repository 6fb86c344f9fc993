import { z } from 'zod';
import { access, type Access, type RouteId } from './access.js';

type Fields = z.ZodObject;

/** One route of the public HTTP interface, as data: what controllers, the OpenAPI document and clients share. */
export interface Route<
  Id extends RouteId = RouteId,
  Params extends Fields = Fields,
  Query extends Fields = Fields,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly id: Id;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in OpenAPI: `/v1/results/{id}`. */
  readonly path: string;
  /** One sentence. */
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Of success. */
  readonly status: 200 | 201 | 202 | 204;
  /** Of success; nothing for 204. */
  readonly answer: Answer;
  /** Of the answer, where it is not JSON. */
  readonly media?: string;
  /** A command: takes an `Idempotency-Key`, answers revision and position. */
  readonly command: boolean;
  /** Statuses of refusals beside those that follow from the rest. */
  readonly refusals: readonly (401 | 409 | 422 | 429)[];
}

const noFields = z.strictObject({});
const noBody = z.strictObject({}).optional();
const noAnswer = z.void();

type NoFields = typeof noFields;
type NoBody = typeof noBody;
type NoAnswer = typeof noAnswer;

type Spec<
  Id extends RouteId,
  P extends Fields,
  Q extends Fields,
  B extends z.ZodType,
  A extends z.ZodType,
> = Pick<Route<Id, P, Q, B, A>, 'id' | 'method' | 'path' | 'summary' | 'tag'> &
  Partial<Route<Id, P, Q, B, A>>;

/** A route; who may use it stands in the table of `access.ts`. */
export function route<
  const Id extends RouteId,
  P extends Fields = NoFields,
  Q extends Fields = NoFields,
  B extends z.ZodType = NoBody,
  A extends z.ZodType = NoAnswer,
>(spec: Spec<Id, P, Q, B, A>): Route<Id, P, Q, B, A> {
  return {
    access: access[spec.id],
    params: noFields as unknown as P,
    query: noFields as unknown as Q,
    body: noBody as unknown as B,
    answer: noAnswer as unknown as A,
    status: 200,
    command: false,
    refusals: [],
    ...spec,
  };
}

/** What a controller is given: read and checked. */
export interface InputOf<R extends Route> {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
}

/** What a controller answers. */
export type AnswerOf<R extends Route> = z.input<R['answer']>;

/** The path of a route with its parameters filled in: one text for one resource. */
export function pathOf(route: Pick<Route, 'path'>, params: Readonly<Record<string, unknown>>): string {
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
}
