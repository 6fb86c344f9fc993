import type { Topic } from '@kompass/contracts';
import { Logger } from '@nestjs/common';
import { Kafka, logLevel, type LogEntry, type SASLOptions } from 'kafkajs';

export interface KafkaOptions {
  /** `host:port` of some of them. */
  readonly brokers: readonly string[];
  readonly tls?: boolean | undefined;
  readonly sasl?:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
        readonly username: string;
        readonly password: string;
      }
    | undefined;
  /** Before the name of every topic and group, so that installations can share a cluster. */
  readonly topicPrefix?: string | undefined;
  /** Of a topic that is made; 6 if absent. One that exists keeps what it has, since a key must keep its partition. */
  readonly partitions?: number | undefined;
  /** Of a topic that is made; if absent 3, or as many brokers as there are. */
  readonly replication?: number | undefined;
  /** After how long a consumer that says nothing is taken for dead, in milliseconds; 45 s if absent. */
  readonly sessionTimeoutMs?: number | undefined;
  /** How soon a topic that is made may be compacted, in milliseconds: tests cannot wait for what operators can. */
  readonly compactionMs?: number | undefined;
}

/** The name of a topic in this installation. */
export function topicName({ topicPrefix = '' }: KafkaOptions, topic: Topic): string {
  return topicPrefix + topic;
}

/** The name of a consumer group in this installation. */
export function groupName({ topicPrefix = '' }: KafkaOptions, group: string): string {
  return `${topicPrefix}kompass.${group}`;
}

/** A client that gives up within seconds, so that who waits for it can say so and try again. */
export function kafkaClient({ brokers, tls = false, sasl }: KafkaOptions): Kafka {
  return new Kafka({
    clientId: 'kompass',
    brokers: [...brokers],
    ssl: tls,
    ...(sasl && { sasl: sasl as SASLOptions }),
    connectionTimeout: 5_000,
    requestTimeout: 20_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    logLevel: logLevel.INFO,
    logCreator: () => tell,
  });
}

const logger = new Logger('Kafka');

/** A producer that gives up is replaced here by a new one. */
const untrue = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

/** What its client calls an error it mostly mends itself; what it does not is told by who uses it. */
function tell({ namespace, level, log }: LogEntry): void {
  if (log.message === untrue) return;
  const { groupId, broker, topic, partition, error } = log as Readonly<Record<string, unknown>>;
  const about = Object.entries({ groupId, broker, topic, partition, error })
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${name}=${String(value)}`);
  const text = [`${namespace}: ${log.message}`, ...about].join(' ');
  if (level <= logLevel.WARN) logger.warn(text);
  else logger.debug(text);
}
