import { toCloudEvent } from './cloud-event.js';
import type { IntegrationEvent } from './integration-event.js';

/** A message as a record of Kafka: CloudEvents 1.0, Kafka protocol binding, binary content mode. */
export interface KafkaRecord {
  /** What the message is about: the messages of a key keep their order. */
  readonly key: string;
  /** `ce_<attribute>` and `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The data as JSON; `null` is a tombstone, by which a compacted topic forgets the key. */
  readonly value: string | null;
}

/** @throws MessageUnreadable where the data are not what their type promises */
export function toKafkaRecord(message: IntegrationEvent): KafkaRecord {
  const { data, datacontenttype, ...attributes } = toCloudEvent(message);
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(attributes)) headers[`ce_${name}`] = String(value);
  return {
    key: message.key,
    headers,
    value: data === null ? null : JSON.stringify(data),
  };
}

const utf8 = new TextEncoder();
const noData = utf8.encode('null');
const end = utf8.encode('}');

/**
 * The CloudEvent of a record in structured mode, as `decodeMessage` reads it. Takes any record: what is wrong with one
 * is found by whoever reads the bytes.
 */
export function bytesOfRecord(
  key: string,
  headers: Readonly<Record<string, string>>,
  value: Uint8Array | null,
): Uint8Array {
  const attributes: Record<string, string | number | undefined> = {};
  for (const name in headers) {
    if (name.startsWith('ce_')) attributes[name.slice(3)] = headers[name];
  }
  const { version } = attributes;
  if (typeof version === 'string' && /^\d+$/.test(version)) attributes['version'] = Number(version);
  attributes['datacontenttype'] = headers['content-type'];
  attributes['partitionkey'] = key;
  // The data are neither read nor written here: they are JSON already, or found not to be by whoever reads them.
  const envelope = utf8.encode(`${JSON.stringify(attributes).slice(0, -1)},"data":`);
  return joined(envelope, value ?? noData, end);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
