import { bytesOfRecord, type Topic } from '@kompass/contracts';
import { backOff, type Backoff } from '@kompass/event-store';
import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { Delivery, Incoming } from '../parking/delivery.js';
import { until } from '../single-active.js';
import { groupName, topicName, type KafkaOptions } from './kafka-client.js';
import { isMove } from './moves.js';
import { Pulse } from './pulse.js';

export interface GroupConsumerOptions {
  readonly kafka: KafkaOptions;
  /** A client, once its topics are there. */
  readonly connect: () => Promise<Kafka>;
  readonly backoff?: Backoff;
  /** Told of every failure, before it is tried again. */
  readonly onFailure?: (problem: string) => void;
}

/** Records whose effect is awaited before their place is stored: few enough to begin little again, many enough to be fast. */
const atOnce = 200;

/**
 * A consumer of a group: hands what arrives to the delivery, partition by partition in order, and stores its place
 * after the effect. It lives until it is stopped: whatever ends it begins anew, after a while.
 */
export class GroupConsumer {
  readonly #stopping = new AbortController();
  readonly #backoff: Backoff;
  readonly #onFailure: (problem: string) => void;
  #running: Promise<void> | undefined;
  /** The batch that is being delivered. */
  #delivering: Promise<void> = Promise.resolve();
  #problem: string | undefined;

  constructor(
    private readonly delivery: Delivery,
    private readonly options: GroupConsumerOptions,
  ) {
    this.#backoff = options.backoff ?? { firstMs: 100, mostMs: 10_000 };
    this.#onFailure = options.onFailure ?? (() => undefined);
  }

  get group(): string {
    return this.delivery.group;
  }

  /** Why it does not consume, and what it cannot deliver, one line each. */
  problems(): readonly string[] {
    return [...(this.#problem === undefined ? [] : [this.#problem]), ...this.delivery.problems()];
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  /** Resolves when nothing is delivered any more. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the message bus is closed'));
    await this.#running;
  }

  async #run(stopping: AbortSignal): Promise<void> {
    let failures = 0;
    const joined = (): void => {
      failures = 0;
      this.#problem = undefined;
    };
    while (!stopping.aborted) {
      try {
        await this.#consume(stopping, joined);
      } catch (error) {
        if (stopping.aborted) return;
        failures += 1;
        this.#problem = `${this.group} cannot consume: ${error instanceof Error ? error.message : String(error)}`;
        this.#onFailure(this.#problem);
        await backOff(this.#backoff, failures, stopping);
      }
    }
  }

  /** Consumes until the consumer ends by itself, which it does only by an error, or `stopping` is aborted. */
  async #consume(stopping: AbortSignal, joined: () => void): Promise<void> {
    const { kafka: options, connect } = this.options;
    const { sessionTimeoutMs = 45_000 } = options;
    const kafka = await until(stopping, connect());
    const heartbeatInterval = Math.min(3_000, Math.ceil(sessionTimeoutMs / 10));
    const consumer = kafka.consumer({
      groupId: groupName(options, this.group),
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval,
      maxWaitTimeInMs: 1_000,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: () => Promise.resolve(false) }, // it is started again here
    });
    const crashed = crashOf(consumer);
    consumer.on(consumer.events.GROUP_JOIN, joined);
    const names = new Map(this.delivery.topics.map((topic) => [topicName(options, topic), topic]));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...names.keys()], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => {
          const topic = names.get(payload.batch.topic)!;
          return (this.#delivering = this.#eachBatch(payload, topic, heartbeatInterval));
        },
      });
      await until(stopping, crashed);
    } finally {
      await consumer.disconnect().catch(() => undefined);
      await this.#delivering.catch(() => undefined);
    }
  }

  async #eachBatch(payload: EachBatchPayload, topic: Topic, heartbeatMs: number): Promise<void> {
    const { messages } = payload.batch;
    const stopping = this.#stopping.signal;
    const pulse = new Pulse(() => payload.heartbeat(), heartbeatMs, stopping);
    try {
      for (let done = 0; done < messages.length; done += atOnce) {
        if (!payload.isRunning() || payload.isStale()) return;
        const records = messages.slice(done, done + atOnce);
        await this.#deliver(incomingOf(topic, records), pulse.over);
        payload.resolveOffset(records.at(-1)!.offset);
        await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
      }
    } catch (error) {
      if (stopping.aborted) return;
      pulse.over.throwIfAborted(); // the reason is what kafkajs goes by: a rebalance makes it join again
      throw error;
    } finally {
      pulse.stop();
    }
  }

  /** A rejection says: again, all of it. */
  async #deliver(batch: readonly Incoming[], signal: AbortSignal): Promise<void> {
    if (batch.length === 0) return;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        await this.delivery.deliver(batch, signal);
        this.#problem = undefined;
        return;
      } catch (error) {
        signal.throwIfAborted();
        this.#problem = `${this.group} cannot deliver: ${error instanceof Error ? error.message : String(error)}`;
        this.#onFailure(this.#problem);
        await backOff(this.#backoff, attempt, signal);
      }
    }
  }
}

/** Rejects with what ends a consumer. */
function crashOf(consumer: Consumer): Promise<never> {
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  });
  crashed.catch(() => undefined); // where it is not awaited yet
  return crashed;
}

function incomingOf(topic: Topic, records: readonly KafkaMessage[]): Incoming[] {
  return records
    .filter((record) => !isMove(record))
    .map(({ key, headers, value }) => {
      const name = key?.toString('utf8') ?? '';
      return { topic, key: name, bytes: bytesOfRecord(name, textsOf(headers), value) };
    });
}

function textsOf(headers: IHeaders = {}): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, values] of Object.entries(headers)) {
    const [value] = Array.isArray(values) ? values : [values];
    if (value !== undefined) texts[name] = value.toString('utf8');
  }
  return texts;
}
