import type { Topic } from '@kompass/contracts';
import type { Kafka } from 'kafkajs';
import type { ConsumerLag } from '../message-bus.port.js';
import { groupName, topicName, type KafkaOptions } from './kafka-client.js';

/** A group and what it subscribes to. */
export interface GroupTopics {
  readonly group: string;
  readonly topics: readonly Topic[];
}

/** How many records of each partition a group has not taken yet. */
export async function lagOf(
  kafka: Kafka,
  options: KafkaOptions,
  groups: readonly GroupTopics[],
): Promise<readonly ConsumerLag[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = [...new Set(groups.flatMap((group) => group.topics))];
    const ends = new Map(
      await Promise.all(
        topics.map(
          async (topic) => [topic, await admin.fetchTopicOffsets(topicName(options, topic))] as const,
        ),
      ),
    );
    const lags = groups.map(async (group) => {
      const names = new Map(group.topics.map((topic) => [topicName(options, topic), topic]));
      const groupId = groupName(options, group.group);
      const taken = await admin.fetchOffsets({ groupId, topics: [...names.keys()] });
      return taken.flatMap(({ topic: name, partitions }) => {
        const topic = names.get(name)!;
        return partitions.map(({ partition, offset }) => {
          const end = ends.get(topic)!.find((each) => each.partition === partition);
          // Where the group has stored no place it begins with the first record that is still there.
          const next = Math.max(Number(offset), Number(end?.low ?? 0));
          return { group: group.group, topic, partition, lag: Number(end?.high ?? next) - next };
        });
      });
    });
    return (await Promise.all(lags)).flat();
  } finally {
    await admin.disconnect();
  }
}
