import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Route } from '@kompass/contracts';
import type { Answer, Question } from '../kompass.js';

type Content = Readonly<Record<string, { readonly schema: object }>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | { readonly $ref: string }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, { readonly content?: Content }>> };
}

/** Holds requests and answers against an OpenAPI document, as one who has nothing but the document would. */
export class OpenApi {
  /** By `GET /v1/results/{id}`. */
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(private readonly document: Document) {
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ ...document, $id: 'openapi' });
    this.operations = new Map(
      Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(
          ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
        ),
      ),
    );
  }

  operationOf({ method, path }: Pick<Route, 'method' | 'path'>): Operation {
    const operation = this.operations.get(`${method} ${path}`);
    if (!operation) throw new Error(`${method} ${path} is not described`);
    return operation;
  }

  /** What of a request the document does not describe. */
  faultsOfRequest(
    { parameters, requestBody }: Operation,
    { params = {}, query = {}, body }: Question,
  ): string[] {
    const described = { path: params, query };
    const faults = parameters.flatMap(({ in: place, name, required, schema }) => {
      const value = place === 'header' ? undefined : described[place][name];
      if (value === undefined) return required ? [`${name} is required`] : [];
      return this.#faults(schema, numeric(schema) ? Number(value) : value);
    });
    const unknown = Object.keys({ ...params, ...query }).filter(
      (name) => !parameters.some((each) => each.name === name),
    );
    const schema = requestBody?.content['application/json']?.schema;
    if (schema) return [...faults, ...unknown, ...this.#faults(schema, body)];
    return [...faults, ...unknown, ...(body === undefined ? [] : ['no body is described'])];
  }

  /** What of an answer the document does not describe. */
  faultsOfAnswer({ responses }: Operation, { status, media, body }: Answer): string[] {
    const described = responses[status];
    if (!described) return [`status ${status} is not described`];
    const { content } =
      '$ref' in described
        ? this.document.components.responses[described.$ref.split('/').at(-1)!]!
        : described;
    if (!content) return body === '' ? [] : ['a body is not described'];
    const schema = media === undefined ? undefined : content[media]?.schema;
    return schema ? this.#faults(schema, body) : [`media type ${media} is not described`];
  }

  #faults(schema: object, value: unknown): string[] {
    const validate = this.#ajv.compile(
      JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object,
    );
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}

/** A parameter is text on its way. */
function numeric(schema: object): boolean {
  return 'type' in schema && schema.type === 'integer';
}
