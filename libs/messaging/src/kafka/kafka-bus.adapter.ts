import { describeTopic, toKafkaRecord, topicNames, type IntegrationEvent } from '@kompass/contracts';
import { Logger } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import type { ConsumerLag, MessageBus } from '../message-bus.port.js';
import type { Delivery } from '../parking/delivery.js';
import { until } from '../single-active.js';
import { GroupConsumer } from './group-consumer.js';
import { kafkaClient, topicName, type KafkaOptions } from './kafka-client.js';
import { lagOf } from './lag.js';
import { moveEveryMs, movesOf } from './moves.js';
import { RecordProducer } from './record-producer.js';
import { ensureTopics } from './topics.js';

/** How long `close` waits for handlers and connections, in milliseconds. */
const closeLimitMs = 10_000;

/**
 * The bus between processes: CloudEvents in binary mode on Kafka. `publish` resolves when the messages are stored by
 * the brokers; every group takes them in its own time, and stores its place after the effect.
 *
 * Nothing waits for Kafka at the start: until it is reached, `publish` is rejected and `problems` says why.
 */
export class KafkaBus implements MessageBus {
  readonly #logger = new Logger('Kafka');
  readonly #deliveries: Delivery[] = [];
  readonly #closing = new AbortController();
  readonly #producer: RecordProducer;
  #consumers: readonly GroupConsumer[] | undefined;
  #topicsThere: Promise<void> | undefined;
  #moved = 0;
  #closed: Promise<void> | undefined;

  constructor(private readonly options: KafkaOptions) {
    this.#producer = new RecordProducer(() => this.#connect());
  }

  subscribe(delivery: Delivery): void {
    if (this.#deliveries.some(({ group }) => group === delivery.group)) {
      throw new Error(`two subscriptions of the group ${delivery.group}`);
    }
    this.#deliveries.push(delivery);
  }

  /** Begins to consume: of `KafkaTransport`, when the application is ready. */
  consume(): void {
    this.#closing.signal.throwIfAborted();
    this.#consumers ??= this.#deliveries.map((delivery) => {
      const consumer = new GroupConsumer(delivery, {
        kafka: this.options,
        connect: () => this.#connect(),
        onFailure: (problem) => this.#logger.warn(problem),
      });
      consumer.start();
      return consumer;
    });
  }

  async publish(messages: readonly IntegrationEvent[]): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const records = messages.map((message) => ({
      topic: topicName(this.options, message.topic),
      ...toKafkaRecord(message),
    }));
    if (records.length > 0) await until(this.#closing.signal, this.#producer.send(records));
  }

  problems(): readonly string[] {
    const idle = this.#deliveries.length > 0 && !this.#consumers ? ['nothing is consumed yet'] : [];
    const consuming = (this.#consumers ?? []).flatMap((consumer) => consumer.problems());
    return [...(this.#producer.problem === undefined ? [] : [this.#producer.problem]), ...idle, ...consuming];
  }

  lag(): Promise<readonly ConsumerLag[]> {
    return lagOf(kafkaClient(this.options), this.options, this.#deliveries);
  }

  async moveOn(context: string): Promise<void> {
    const topics = topicNames.filter((topic) => {
      const { sender, keeps } = describeTopic(topic);
      return sender === context && keeps === 'latest';
    });
    const every = Math.min(...topics.map((topic) => moveEveryMs(this.options, topic)));
    if (Date.now() < this.#moved + every) return;
    const kafka = await this.#connect();
    const moves = await Promise.all(topics.map((topic) => movesOf(kafka, this.options, topic)));
    await until(this.#closing.signal, this.#producer.send(moves.flat()));
    this.#moved = Date.now();
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#closing.abort(new Error('the message bus is closed'));
    const ended = Promise.allSettled([
      ...(this.#consumers ?? []).map((consumer) => consumer.stop()),
      this.#producer.close(),
    ]);
    const limit = AbortSignal.timeout(closeLimitMs);
    await until(limit, ended).catch(() => this.#logger.warn('Kafka is left without a farewell'));
  }

  /** A client whose topics are there. */
  async #connect(): Promise<Kafka> {
    const kafka = kafkaClient(this.options);
    // Asked again at every connection, since topics can be lost; once for those who connect together.
    this.#topicsThere ??= ensureTopics(kafka, this.options).finally(() => (this.#topicsThere = undefined));
    await this.#topicsThere;
    return kafka;
  }
}
