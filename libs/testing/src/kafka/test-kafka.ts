import { startKafka } from '@kompass/embedded';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testFolder } from '../process/test-folder.js';

/** A Kafka for tests, and names of their own on it. */
export interface TestKafka {
  readonly brokers: readonly string[];
  /** Before the names of topics and groups; another one each time. */
  readonly topicPrefix: string;
}

let brokers: Promise<readonly string[]> | undefined;

/**
 * The Kafka that this test process shares, started at first use and ended with the process, with a prefix that keeps
 * the topics and groups of one test apart from those of every other.
 */
export async function testKafka(): Promise<TestKafka> {
  return { brokers: await (brokers ??= findOrStart()), topicPrefix: `t${randomUUID().slice(0, 8)}.` };
}

async function findOrStart(): Promise<readonly string[]> {
  const folder = await testFolder();
  const file = join(folder, 'brokers');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.split(',');
  const started = await startKafka({ dataDir: folder });
  await writeFile(file, started.brokers.join(','));
  return started.brokers;
}
