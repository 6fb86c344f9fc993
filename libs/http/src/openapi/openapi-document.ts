import { jsonSchemaOf, problem, routes, type Access, type Json, type Route } from '@kompass/contracts';
import type { z } from 'zod';

const about = {
  title: 'Kompass',
  version: '1',
  description:
    'Municipalities evaluated with Kommunekompasset: every change of a score is an event, and everything read here is a projection of those events. Points are numbers with at most one decimal; unknown is `null`. Errors are RFC 9457 problems in the language of `Accept-Language`.',
};

/** Sentences for the statuses of problems. */
const refusals: Readonly<Record<number, string>> = {
  400: 'Unreadable, or of the wrong shape',
  401: 'No session, or one that has ended',
  403: 'May see, but not do',
  404: 'Not there, or not to be read by who asks',
  409: 'In conflict with what is',
  413: 'Larger than 1 MiB',
  415: 'Not JSON',
  422: 'Against a rule of the instrument or the method, or a reused key',
  429: 'Too many attempts',
  503: 'Not now; see `Retry-After`',
};

let document: Json | undefined;

/** The OpenAPI 3.1 document of the table of routes. */
export function openApiDocument(): Json {
  return (document ??= describe(Object.values(routes)));
}

function describe(table: readonly Route[]): Json {
  const schemas: Json = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => jsonSchemaOf(schema, io, schemas);
  const paths: Record<string, Json> = {};
  for (const route of table) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, schemaOf);
  }
  const problemSchema = schemaOf(problem, 'output');
  return {
    openapi: '3.1.0',
    info: about,
    tags: [...new Set(table.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          `Problem${status}`,
          { description, content: { 'application/problem+json': { schema: problemSchema } } },
        ]),
      ),
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
    },
  };
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json;

function operationOf(route: Route, schemaOf: SchemaOf): Json {
  const hasBody = !route.body.safeParse(undefined).success;
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    'x-access': route.access,
    ...securityOf(route.access),
    parameters: [
      ...parametersOf('path', schemaOf(route.params, 'input')),
      ...parametersOf('query', schemaOf(route.query, 'input')),
      ...(route.command ? [idempotencyKey] : []),
    ],
    ...(hasBody
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [route.status]: answerOf(route, schemaOf),
      ...Object.fromEntries(
        statusesOf(route, hasBody).map((status) => [
          status,
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
  };
}

/** Who is signed in may see more of what everybody may read. */
function securityOf({ who, reads }: Access): Json {
  if (who !== 'anybody') return { security: [{ session: [] }] };
  return reads ? { security: [{}, { session: [] }] } : {};
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A repeated request with the same key is answered from the log; another one with it is 422.',
  schema: { type: 'string', maxLength: 200, pattern: String.raw`^[\x21-\x7e]+$` },
};

function answerOf(route: Route, schemaOf: SchemaOf): Json {
  if (route.status === 204) return { description: 'Done' };
  const media = route.media ?? 'application/json';
  return { description: route.summary, content: { [media]: { schema: schemaOf(route.answer, 'output') } } };
}

function parametersOf(place: 'path' | 'query', schema: Json): Json[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries((schema['properties'] ?? {}) as Record<string, Json>).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

/** The statuses of problems a route can answer: those that follow from its shape and access, and its own. */
function statusesOf(route: Route, hasBody: boolean): number[] {
  const { who, reads, ignoresSession } = route.access;
  const hasParams = Object.keys(route.params.shape).length > 0;
  const mayWait = route.command || 'atLeast' in route.query.shape || route.id === 'checkReadiness';
  const statuses = new Set([
    400,
    ...(ignoresSession ? [] : [401]), // also for a session that has ended where none is needed
    ...(Array.isArray(who) && !reads ? [403] : []),
    ...(hasParams ? [404] : []),
    ...(hasBody ? [413, 415] : []),
    ...(route.command ? [409, 422] : []),
    ...(mayWait ? [503] : []),
    ...route.refusals,
  ]);
  return [...statuses].sort((a, b) => a - b);
}
