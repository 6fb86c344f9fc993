import specs from '@asyncapi/specs';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncApiDocument } from './asyncapi.js';
import { integrationEvent, type IntegrationEvent } from './integration-event.js';
import { toKafkaRecord } from './kafka-binding.js';
import { messageCatalog } from './message-catalog.js';
import { receivers } from './receivers.js';
import { topicNames } from './topics.js';

interface Described {
  readonly channels: Record<string, { readonly address: string; readonly messages: Record<string, object> }>;
  readonly operations: Record<string, { readonly action: string; readonly channel: { $ref: string } }>;
  readonly components: {
    readonly messages: Record<string, { readonly summary?: string; readonly payload: object }>;
  };
}

const document = asyncApiDocument() as unknown as Described;

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);

/** Headers that may hold any text. */
const free = new Set(['ce_subject', 'ce_partitionkey', 'ce_correlationid', 'ce_causationid']);

describe('the AsyncAPI document', () => {
  const isAsyncApi = ajv.compile(specs.schemasWithoutId['3.0.0'] as AnySchema);

  it('is AsyncAPI 3.0 by the official schema', () => {
    expect(isAsyncApi(document)).toBe(true);
  });

  it('would not be, were it another', () => {
    expect(isAsyncApi({ ...document, operations: { send: { action: 'publish' } } })).toBe(false);
  });

  it('describes every topic and every type, in words too', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(topicNames);
    const types = Object.values(messageCatalog).flatMap((messages) => Object.keys(messages));
    expect(Object.keys(document.components.messages)).toEqual(types);
    for (const [type, { summary }] of Object.entries(document.components.messages))
      expect([type, summary]).toEqual([type, expect.stringMatching(/\w.+\.$/)]);
  });

  it('says of every topic who alone sends to it, and who receives', () => {
    const channels = Object.keys(document.channels);
    const by = (action: string) =>
      Object.values(document.operations)
        .filter((operation) => operation.action === action)
        .map(({ channel }) => channel.$ref.slice('#/channels/'.length));
    expect(by('send').sort()).toEqual(channels.sort());
    expect(by('receive')).toHaveLength(Object.values(receivers).flat().length);
  });

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, reference] of references) {
      const found = reference!
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
      expect([reference, found]).toEqual([reference, expect.anything()]);
    }
  });

  it('says of a record what is sent', () => {
    ajv.addSchema(document, 'asyncapi');
    const about = {
      key: 'roros-2017',
      version: 412,
      time: '2017-09-14T10:00:00.000Z',
      correlationId: 'request-1',
      causationId: '0b1f6d6e-5c0e-5d2b-8a55-6cbd6a0a5b11',
    };
    const messages: IntegrationEvent[] = [
      integrationEvent('EvaluationReopened', about, { edition: 1 }),
      integrationEvent('PersonChanged', about, null),
    ];
    for (const message of messages) {
      const { headers, value } = toKafkaRecord(message);
      const schema = (name: string) => ajv.getSchema(`asyncapi#/components/${name}`)!;
      const own = schema(`messages/${message.type}/headers`);
      const common = schema('messageTraits/cloudEvent/headers');
      const fits = (record: object) => common(record) && own(record);
      expect([headers, fits(headers)]).toEqual([headers, true]);
      for (const name of Object.keys(headers)) {
        expect([name, fits({ ...headers, [name]: undefined })]).toEqual([name, false]);
        if (!free.has(name)) expect([name, fits({ ...headers, [name]: '?' })]).toEqual([name, false]);
      }
      expect(schema(`messages/${message.type}/payload`)(JSON.parse(value ?? 'null'))).toBe(true);
    }
  });

  it('says of data what their schemas say', () => {
    const valid = ajv.getSchema('asyncapi#/components/messages/EvaluationReopened/payload')!;
    expect(
      [{ edition: 1 }, { edition: 1, tomorrow: true }, { edition: 0 }, {}].map((data) => valid(data)),
    ).toEqual([true, true, false, false]);
    const document_ = ajv.getSchema('asyncapi#/components/messages/InstrumentPublished/payload')!;
    expect(document_({ id: 'a', version: '1', document: { deep: [{ a: null }] }, crosswalks: [] })).toBe(
      true,
    );
  });
});
