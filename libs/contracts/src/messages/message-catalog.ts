import type { z } from 'zod';
import { peopleMessages } from './people.messages.js';
import { registerMessages } from './register.messages.js';
import { reportingMessages } from './reporting.messages.js';
import { schedulingMessages } from './scheduling.messages.js';
import { scoringMessages } from './scoring.messages.js';

/** Every integration event: topic → type → schema of its data. */
export const messageCatalog = {
  'kompass.register.v1': registerMessages,
  'kompass.people.v1': peopleMessages,
  'kompass.scheduling.v1': schedulingMessages,
  'kompass.scoring.v1': scoringMessages,
  'kompass.reporting.v1': reportingMessages,
} as const;

type Catalog = typeof messageCatalog;

export type Topic = keyof Catalog;

/** The types of messages on a topic (on any, when none is named). */
export type IntegrationEventType<T extends Topic = Topic> = T extends Topic
  ? keyof Catalog[T] & string
  : never;

/** Where a type is published: one topic a type. */
export type TopicOf<Type extends IntegrationEventType> = {
  [T in Topic]: Type extends IntegrationEventType<T> ? T : never;
}[Topic];

/** The data of a message of one type. */
export type DataOf<Type extends IntegrationEventType> = {
  [T in Topic]: Type extends keyof Catalog[T]
    ? Catalog[T][Type] extends z.ZodType<infer Data>
      ? Data
      : never
    : never;
}[Topic];

const schemas = new Map(
  Object.entries(messageCatalog).flatMap(([topic, messages]) =>
    Object.entries(messages).map(
      ([type, data]) => [type, { topic: topic as Topic, data: data as z.ZodType }] as const,
    ),
  ),
);

/** The topic and the schema of a type; `undefined` for a type that this version does not know. */
export function describeMessage(
  type: string,
): { readonly topic: Topic; readonly data: z.ZodType } | undefined {
  return schemas.get(type);
}
