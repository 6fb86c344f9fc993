import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bytesOfRecord,
  decodeMessage,
  integrationEvent,
  MessageUnreadable,
  toKafkaRecord,
  type Envelope,
  type IntegrationEvent,
} from '../index.js';

const envelope: Envelope = {
  key: 'kari',
  version: 7,
  time: '2017-09-14T10:00:00.000Z',
  correlationId: 'request-1',
  causationId: '0b1f6d6e-5c0e-5d2b-8a55-6cbd6a0a5b11',
};
const kari = integrationEvent('PersonChanged', envelope, {
  name: 'Kari Bjørnå',
  roles: ['assessor'],
  certificates: [],
});
const forgotten = integrationEvent('PersonChanged', { ...envelope, version: 8 }, null);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** There and back. */
function carried(message: IntegrationEvent): IntegrationEvent {
  const { key, headers, value } = toKafkaRecord(message);
  return decodeMessage(bytesOfRecord(key, headers, value === null ? null : bytes(value)));
}

describe('a message as a record of Kafka', () => {
  it('is a CloudEvent in binary mode: attributes as headers, the data as value', () => {
    expect(toKafkaRecord(kari)).toEqual({
      key: 'kari',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: kari.id,
        ce_source: '/kompass/people',
        ce_type: 'kompass.people.v1.PersonChanged',
        ce_subject: 'kari',
        ce_time: '2017-09-14T10:00:00.000Z',
        ce_partitionkey: 'kari',
        ce_correlationid: 'request-1',
        ce_causationid: envelope.causationId,
        ce_version: '7',
      },
      value: JSON.stringify(kari.data),
    });
  });

  it('is a tombstone where there are no data, and says what is erased', () => {
    const { headers, value } = toKafkaRecord(forgotten);
    expect(value).toBeNull();
    expect(headers).toMatchObject({ ce_id: forgotten.id, ce_version: '8' });
  });

  it('survives the way', () => {
    expect(carried(kari)).toEqual(kari);
    expect(carried(forgotten)).toEqual(forgotten);
  });

  it('is refused before it is sent', () => {
    const nameless = { name: '', roles: [], certificates: [] };
    expect(() => toKafkaRecord({ ...kari, data: nameless })).toThrow(MessageUnreadable);
  });
});

describe('a record that is no message', () => {
  const { key, headers, value } = toKafkaRecord(kari);
  const read = (change: Readonly<Record<string, string>>, of = key, data: string | null = value) =>
    decodeMessage(bytesOfRecord(of, { ...headers, ...change }, data === null ? null : bytes(data)));

  it.each([
    ['a key that it is not about', () => read({}, 'ola')],
    ['no key', () => read({}, '')],
    ['a version that is no number', () => read({ ce_version: '7.5' })],
    ['an empty version', () => read({ ce_version: '' })],
    ['another content type', () => read({ 'content-type': 'text/plain' })],
    ['an unknown type', () => read({ ce_type: 'kompass.people.v1.PersonBorn' })],
    ['a value that is no JSON', () => read({}, key, '{"name":')],
    ['an empty value', () => read({}, key, '')],
    ['no headers', () => decodeMessage(bytesOfRecord(key, {}, bytes(value!)))],
  ])('is unreadable: %s', (_, reading) => {
    expect(reading).toThrow(MessageUnreadable);
  });

  it('never throws anything else', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.dictionary(fc.constantFrom(...Object.keys(headers)), fc.string()),
        fc.option(fc.uint8Array(), { nil: null }),
        (anyKey, change, data) => {
          try {
            decodeMessage(bytesOfRecord(anyKey, { ...headers, ...change }, data));
          } catch (error) {
            expect(error).toBeInstanceOf(MessageUnreadable);
          }
        },
      ),
    );
  });
});
