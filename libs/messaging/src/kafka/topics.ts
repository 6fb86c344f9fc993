import { topicNames, topicSettings, type Topic } from '@kompass/contracts';
import { backOff } from '@kompass/event-store';
import kafkajs, { type Admin, type Kafka } from 'kafkajs'; // its constants are not seen as named exports by Node
import { topicName, type KafkaOptions } from './kafka-client.js';

const partitionsIfNotSaid = 6;
const replicationAtMost = 3;
/** A message carries a whole state, and the log takes 1 MiB an event. */
const largestMessage = 2 * 1024 * 1024;
/** Some ten seconds. */
const leaderTries = 12;

/** A topic that was made otherwise: what is kept there is not what contexts rely on. */
export class UnfitTopic extends Error {
  constructor(topic: string, setting: string, found: string, needed: string) {
    super(
      `the topic ${topic} has ${setting}=${found}, where ${needed} is needed: change it, or set KOMPASS_KAFKA_TOPIC_PREFIX`,
    );
    this.name = 'UnfitTopic';
  }
}

/**
 * Makes the topics that are not there, and looks at the settings of those that are.
 *
 * @throws UnfitTopic
 */
export async function ensureTopics(kafka: Kafka, options: KafkaOptions): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = topicNames.filter((topic) => !there.has(topicName(options, topic)));
    if (missing.length > 0) await makeTopics(admin, missing, options);
    for (const topic of missing) await untilLed(admin, topicName(options, topic));
    await checkTopics(admin, options);
  } finally {
    await admin.disconnect();
  }
}

/** The settings of a topic that is made. */
export function settingsOf(topic: Topic, { compactionMs }: KafkaOptions): Readonly<Record<string, string>> {
  const settings = topicSettings(topic);
  const soon: Readonly<Record<string, string>> =
    compactionMs !== undefined && settings['cleanup.policy'] === 'compact'
      ? { 'segment.ms': String(compactionMs), 'max.compaction.lag.ms': String(compactionMs) }
      : {};
  return { 'max.message.bytes': String(largestMessage), ...settings, ...soon };
}

async function makeTopics(admin: Admin, topics: readonly Topic[], options: KafkaOptions): Promise<void> {
  const { brokers } = await admin.describeCluster();
  const replicas = options.replication ?? Math.min(replicationAtMost, brokers.length);
  // One of three brokers may be away; with two the one that is left must do.
  const inSync = { 'min.insync.replicas': String(Math.max(1, replicas - 1)) };
  await admin.createTopics({
    topics: topics.map((topic) => ({
      topic: topicName(options, topic),
      numPartitions: options.partitions ?? partitionsIfNotSaid,
      replicationFactor: replicas,
      configEntries: Object.entries({ ...settingsOf(topic, options), ...inSync }).map(([name, value]) => ({
        name,
        value,
      })),
    })),
  });
}

/** A topic is there a moment before somebody leads its partitions, and can be asked for their ends. */
async function untilLed(admin: Admin, topic: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      const passing = error instanceof kafkajs.KafkaJSProtocolError && error.retriable;
      if (!passing || attempt === leaderTries) throw error;
      await backOff({ firstMs: 50, mostMs: 1_000 }, attempt);
    }
  }
}

interface Rule {
  /** Before what is needed. */
  readonly words: string;
  readonly fits: (found: string, needed: string) => boolean;
}
const exactly: Rule = { words: '', fits: (found, needed) => found === needed };
const atMost: Rule = { words: 'at most ', fits: (found, needed) => Number(found) <= Number(needed) };
const atLeast: Rule = {
  words: 'at least ',
  fits: (found, needed) => found === '-1' || Number(found) >= Number(needed), // -1 is for ever
};

/** What a topic must keep and how long at least, and how long at most what it must forget; the rest is the operator's. */
const rules: Readonly<Record<string, Rule>> = {
  'cleanup.policy': exactly,
  'segment.ms': atMost,
  'max.compaction.lag.ms': atMost,
  'retention.ms': atLeast,
  'delete.retention.ms': atLeast,
};

async function checkTopics(admin: Admin, options: KafkaOptions): Promise<void> {
  const configNames = Object.keys(rules);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topicNames.map((topic) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: topicName(options, topic),
      configNames,
    })),
  });
  for (const topic of topicNames) {
    const name = topicName(options, topic);
    const { configEntries = [] } = resources.find(({ resourceName }) => resourceName === name) ?? {};
    for (const [setting, needed] of Object.entries(settingsOf(topic, options))) {
      const found = configEntries.find(({ configName }) => configName === setting)?.configValue;
      const rule = rules[setting];
      if (!rule || found === undefined || rule.fits(found, needed)) continue;
      throw new UnfitTopic(name, setting, found, rule.words + needed);
    }
  }
}
