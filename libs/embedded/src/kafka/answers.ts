import { Kafka, logLevel } from 'kafkajs';

/** Whether the broker there answers, knows its topics and coordinates consumer groups. */
export async function answers(broker: string): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.listTopics();
    await admin.describeGroups(['kompass']); // the first question to a coordinator makes its topic
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}
