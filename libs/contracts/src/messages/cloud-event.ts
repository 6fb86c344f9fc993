import { z } from 'zod';
import { id } from './fields.js';
import type { IntegrationEvent } from './integration-event.js';
import { describeMessage } from './message-catalog.js';

/** A message that no version of this program wrote, or a newer one. */
export class MessageUnreadable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`message unreadable: ${reason}`, options);
    this.name = 'MessageUnreadable';
  }
}

/** CloudEvents 1.0 with the extensions for partitioning and correlation; `version` is ours. */
const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  /** `<topic>.<type>` */
  type: z.string(),
  subject: id,
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  partitionkey: id,
  correlationid: id,
  causationid: id,
  version: z.int().nonnegative(),
  data: z.unknown(),
});

/** A message in the JSON format of CloudEvents 1.0 (structured mode). */
export type CloudEvent = z.infer<typeof cloudEvent>;

const unstorable = /[\0\p{Surrogate}]/u;

/** Neither NUL nor lone surrogates anywhere: JSON carries them, PostgreSQL refuses them. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !unstorable.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isStorable);
  return Object.keys(value).every(
    (name) => isStorable(name) && isStorable((value as Record<string, unknown>)[name]),
  );
}

/** What of the data this version knows; fields it does not know are left behind, so that adding one breaks nobody. */
function readData(topic: string, type: string, data: unknown): unknown {
  const known = describeMessage(type);
  if (known?.topic !== topic) throw new MessageUnreadable(`no type ${type} on ${topic}`);
  return known.data.parse(data);
}

function checked<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MessageUnreadable) throw error;
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new MessageUnreadable(`${what}: ${reason}`, { cause: error });
  }
}

/** @throws MessageUnreadable where the data are not what their type promises */
export function toCloudEvent(message: IntegrationEvent): CloudEvent {
  return checked(`${message.type} ${message.key}`, () => {
    if (!isStorable(message)) throw new MessageUnreadable('holds NUL or a lone surrogate');
    return cloudEvent.parse({
      specversion: '1.0',
      id: message.id,
      source: `/${message.topic.split('.').slice(0, 2).join('/')}`,
      type: `${message.topic}.${message.type}`,
      subject: message.key,
      time: message.time,
      datacontenttype: 'application/json',
      partitionkey: message.key,
      correlationid: message.correlationId,
      causationid: message.causationId,
      version: message.version,
      data: readData(message.topic, message.type, message.data),
    });
  });
}

/** @throws MessageUnreadable for anything that is not a CloudEvent of a known type with data of that type */
export function fromCloudEvent(value: unknown): IntegrationEvent {
  return checked('CloudEvent', () => {
    if (!isStorable(value)) throw new MessageUnreadable('holds NUL or a lone surrogate');
    const event = cloudEvent.parse(value);
    if (event.partitionkey !== event.subject) throw new MessageUnreadable('partition key and subject differ');
    const topic = event.type.slice(0, event.type.lastIndexOf('.'));
    const type = event.type.slice(topic.length + 1);
    const data = readData(topic, type, event.data);
    return {
      id: event.id,
      topic,
      type,
      key: event.subject,
      version: event.version,
      time: event.time,
      correlationId: event.correlationid,
      causationId: event.causationid,
      data,
    } as IntegrationEvent;
  });
}

/** A message as bytes: the JSON of its CloudEvent. */
export function encodeMessage(message: IntegrationEvent): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(toCloudEvent(message)));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws MessageUnreadable */
export function decodeMessage(bytes: Uint8Array): IntegrationEvent {
  return fromCloudEvent(jsonIn(bytes));
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    // The parser's own words quote what it could not read, and that may be about a person.
    throw new MessageUnreadable('not JSON in UTF-8');
  }
}
