import { messageCatalog, type Topic } from './message-catalog.js';

/** Whoever sends or receives messages. */
export type Correspondent = 'identity' | 'register' | 'scheduling' | 'scoring' | 'reporting';

/** A topic as those see it who send, receive, or keep it. */
export interface TopicDescription {
  readonly about: string;
  /** Nobody else sends to it. */
  readonly sender: Correspondent;
  /** What the key of a message is. */
  readonly key: string;
  /** `latest`: of each key the last message, for ever. `days`: every message, for a week. */
  readonly keeps: 'latest' | 'days';
}

const topics: Readonly<Record<Topic, TopicDescription>> = {
  'kompass.register.v1': {
    about: 'Municipalities and instruments as they are now.',
    sender: 'register',
    key: 'Id of the municipality, or digest of the instrument',
    keeps: 'latest',
  },
  'kompass.people.v1': {
    about: 'Accounts as they are now; a message without a value is a tombstone: the person has been erased.',
    sender: 'identity',
    key: 'Id of the account',
    keeps: 'latest',
  },
  'kompass.scheduling.v1': {
    about: 'Interviews that were held.',
    sender: 'scheduling',
    key: 'Id of the evaluation',
    keeps: 'days',
  },
  'kompass.scoring.v1': {
    about: 'Transitions of evaluations.',
    sender: 'scoring',
    key: 'Id of the evaluation',
    keeps: 'days',
  },
  'kompass.reporting.v1': {
    about: 'Results, recorded or adopted from finalised evaluations.',
    sender: 'reporting',
    key: 'Id of the result',
    keeps: 'days',
  },
};

export const topicNames = Object.keys(messageCatalog) as readonly Topic[];

export function describeTopic(topic: Topic): TopicDescription {
  return topics[topic];
}

const hour = 60 * 60 * 1000;

/** How long a reader may be away and still learn of everything, in milliseconds: also how long a tombstone stays. */
export const retentionMs = 7 * 24 * hour;

/** What of a key is no longer its latest is gone from a topic that keeps the latest after so long, in milliseconds. */
export const compactionLagMs = 24 * hour;

/** The settings of a topic in Kafka. */
export function topicSettings(topic: Topic): Readonly<Record<string, string>> {
  if (describeTopic(topic).keeps === 'days')
    return { 'cleanup.policy': 'delete', 'retention.ms': String(retentionMs) };
  return {
    'cleanup.policy': 'compact',
    'delete.retention.ms': String(retentionMs),
    'max.compaction.lag.ms': String(compactionLagMs),
    'segment.ms': String(hour),
    'min.cleanable.dirty.ratio': '0.01',
  };
}
