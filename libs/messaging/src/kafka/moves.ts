import type { Topic } from '@kompass/contracts';
import type { Kafka } from 'kafkajs';
import { topicName, type KafkaOptions } from './kafka-client.js';
import type { OutgoingRecord } from './record-producer.js';
import { settingsOf } from './topics.js';

/**
 * Kafka compacts what lies in closed segments only, and closes one only when something follows it. A move is a record
 * without content that follows, so that what a tombstone erases is gone in time also where nothing else happens.
 */
const moveKey = 'kompass:move';

/** Whether a record says nothing to consumers. */
export function isMove({ key }: { readonly key: Uint8Array | null }): boolean {
  return key?.toString() === moveKey;
}

/** How often a topic must be moved on, in milliseconds: as often as a segment may be closed. */
export function moveEveryMs(options: KafkaOptions, topic: Topic): number {
  return Number(settingsOf(topic, options)['segment.ms'] ?? Infinity);
}

/** A move for each partition of a topic. */
export async function movesOf(kafka: Kafka, options: KafkaOptions, topic: Topic): Promise<OutgoingRecord[]> {
  const name = topicName(options, topic);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    const partitions = topics.flatMap((each) => each.partitions.map(({ partitionId }) => partitionId));
    return partitions.map((partition) => ({ topic: name, partition, key: moveKey, value: null }));
  } finally {
    await admin.disconnect();
  }
}
