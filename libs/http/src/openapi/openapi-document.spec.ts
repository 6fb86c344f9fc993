import { describe, expect, it } from '@jest/globals';
import { routes } from '@kompass/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from './openapi-document.js';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly schema: object }>; readonly $ref?: string }
  >;
}

const document = openApiDocument() as unknown as {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, object>;
    readonly responses: Record<string, object>;
  };
};
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ ...document, $id: 'openapi' });

function validatorOf(schema: object) {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object);
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and describes every route once', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  });

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference!,
    );
    expect(references.length).toBeGreaterThan(100);
    for (const reference of new Set(references)) {
      const [, , kind, name] = reference.split('/') as [string, string, 'schemas' | 'responses', string];
      expect([reference, document.components[kind]?.[name]]).toEqual([reference, expect.anything()]);
    }
  });

  it('holds schemas that a validator takes', () => {
    for (const { requestBody, responses } of operations) {
      for (const { content } of [requestBody, ...Object.values(responses)].filter(
        (each) => each !== undefined,
      )) {
        for (const { schema } of Object.values(content ?? {}))
          expect(validatorOf(schema)).toBeInstanceOf(Function);
      }
    }
  });

  it('says what the schemas of the code say', () => {
    const { requestBody, responses, parameters } =
      document.paths['/v1/evaluations/{id}/indicators/{indicatorId}/proposals']!['post']!;
    const valid = validatorOf(requestBody!.content['application/json']!.schema);
    expect(valid({ points: 7.5, rationale: { nb: 'Ja' }, evidenceIds: [] })).toBe(true);
    expect(valid({ points: 7.5, rationale: { nb: ' ' } })).toBe(false);
    expect(valid({ points: 7.5, slot: 'x' })).toBe(false);
    expect(parameters.map((each) => `${each.in} ${each.name}`)).toEqual([
      'path id',
      'path indicatorId',
      'header Idempotency-Key',
    ]);
    expect(Object.keys(responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '503',
    ]);
  });
});
