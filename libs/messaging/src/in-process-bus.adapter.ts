import { setMaxListeners } from 'node:events';
import { encodeMessage, type IntegrationEvent } from '@kompass/contracts';
import { Disorder, type DisorderOptions } from './disorder.js';
import type { MessageBus } from './message-bus.port.js';
import type { Delivery, Incoming } from './parking/delivery.js';

export interface InProcessBusOptions {
  /** For tests: the freedoms of a distributed bus, all of them taken. */
  readonly disorder?: DisorderOptions | undefined;
}

/**
 * The bus of one process. `publish` resolves when every message has had its effect on every group, or is parked, so
 * that a relay saves its position after the effect. What is transient holds up its topic for the group that meets it,
 * and with it whoever published; nothing is lost, nothing is skipped.
 *
 * Every message travels as the bytes of its CloudEvent, so that nothing works here that would not work over a network.
 */
export class InProcessBus implements MessageBus {
  readonly #deliveries: Delivery[] = [];
  /** The last batch of each group and partition, while there is one. */
  readonly #queues = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  readonly #disorder: Disorder | undefined;

  constructor({ disorder }: InProcessBusOptions = {}) {
    this.#disorder = disorder && new Disorder(disorder);
    setMaxListeners(0, this.#closing.signal);
  }

  subscribe(delivery: Delivery): void {
    if (this.#deliveries.some(({ group }) => group === delivery.group)) {
      throw new Error(`two subscriptions of the group ${delivery.group}`);
    }
    this.#deliveries.push(delivery);
  }

  async publish(messages: readonly IntegrationEvent[]): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const incoming = messages.map((message): Incoming => {
      const { topic, key } = message;
      return { topic, key, bytes: encodeMessage(message) };
    });
    await Promise.all(
      this.#deliveries.flatMap((delivery) =>
        [...this.#partitions(incoming.filter(({ topic }) => delivery.topics.includes(topic)))].map(
          ([partition, batch]) => this.#enqueue(delivery, partition, batch),
        ),
      ),
    );
  }

  problems(): readonly string[] {
    return this.#deliveries.flatMap((delivery) => delivery.problems());
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the message bus is closed'));
    await Promise.allSettled(this.#queues.values());
  }

  /** A topic is a partition; under disorder every key is one of its own, so that they mix. */
  #partitions(incoming: readonly Incoming[]): ReadonlyMap<string, readonly Incoming[]> {
    const partitions = new Map<string, Incoming[]>();
    for (const message of incoming) {
      const name = this.#disorder ? JSON.stringify([message.topic, message.key]) : message.topic;
      const partition = partitions.get(name);
      if (partition) partition.push(message);
      else partitions.set(name, [message]);
    }
    return partitions;
  }

  #enqueue(delivery: Delivery, partition: string, batch: readonly Incoming[]): Promise<void> {
    const queue = JSON.stringify([delivery.group, partition]);
    const delivered = (this.#queues.get(queue) ?? Promise.resolve()).then(async () => {
      await this.#disorder?.pause();
      await delivery.deliver(batch, this.#closing.signal);
      const again = this.#disorder?.replay(queue, batch) ?? [];
      if (again.length > 0) await delivery.deliver(again, this.#closing.signal);
    });
    this.#queues.set(queue, delivered);
    const leave = (): void => {
      if (this.#queues.get(queue) === delivered) this.#queues.delete(queue);
    };
    delivered.then(leave, leave);
    return delivered;
  }
}
