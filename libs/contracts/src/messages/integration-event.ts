import { parse, v5 as uuidV5 } from 'uuid';
import {
  describeMessage,
  type DataOf,
  type IntegrationEventType,
  type Topic,
  type TopicOf,
} from './message-catalog.js';

const namespace = parse('9695c18e-45ca-4098-8708-86f0e75829e0');

/** What a message says about itself beside its type and its data. */
export interface Envelope {
  /** Id of what the message is about: messages of one key arrive in order. */
  readonly key: string;
  /** Revision of the stream (or version of the row) that `data` was folded to: grows with every message of a key and type. */
  readonly version: number;
  /** When it happened: ISO 8601, UTC. */
  readonly time: string;
  readonly correlationId: string;
  /** Id of the event (or command) it comes from. */
  readonly causationId: string;
}

/** A message of one type. */
export interface IntegrationEventOf<Type extends IntegrationEventType> extends Envelope {
  /** UUIDv5 of topic, type, key and version: the same, however often the message is made. */
  readonly id: string;
  readonly topic: TopicOf<Type>;
  readonly type: Type;
  readonly data: DataOf<Type>;
}

/**
 * What one context tells the others: small, carrying state, at-least-once, in order per key,
 * in no order between keys or topics.
 */
export type IntegrationEvent<T extends Topic = Topic> = {
  [Type in IntegrationEventType<T>]: IntegrationEventOf<Type>;
}[IntegrationEventType<T>];

/** Makes a message; its topic follows from its type, its id from what it is about. */
export function integrationEvent<Type extends IntegrationEventType>(
  type: Type,
  { key, version, time, correlationId, causationId }: Envelope,
  data: DataOf<Type>,
): IntegrationEventOf<Type> {
  const topic = describeMessage(type)!.topic as TopicOf<Type>;
  const id = uuidV5(JSON.stringify([topic, type, key, version]), namespace);
  return { id, topic, type, key, version, time, correlationId, causationId, data };
}
