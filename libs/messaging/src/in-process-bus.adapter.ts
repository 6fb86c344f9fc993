import { setMaxListeners } from 'node:events';
import { decodeMessage, encodeMessage, type IntegrationEvent, type Topic } from '@kompass/contracts';
import { backOff, type Backoff } from './backoff.js';
import { Disorder, type DisorderOptions } from './disorder.js';
import type { MessageBus, Subscription } from './message-bus.port.js';

/** A delivery that has failed and will be tried again. */
export interface FailedDelivery {
  readonly group: string;
  readonly message: IntegrationEvent;
  readonly attempt: number;
  readonly error: unknown;
}

export interface InProcessBusOptions {
  readonly backoff?: Backoff;
  /** Told of every failed try. */
  readonly onFailure?: (delivery: FailedDelivery) => void;
  /** For tests: the freedoms of a distributed bus, all of them taken. */
  readonly disorder?: DisorderOptions;
}

/** A delivery that fails this often is a problem, no hiccup. */
export const patience = 3;

/**
 * The bus of one process. `publish` resolves when *every* group has handled the messages, so that a relay saves its
 * position after the effect. A handler that fails is tried again for ever: nothing is lost, nothing is skipped, the
 * key waits, and with it whoever published.
 *
 * Every message travels as the bytes of its CloudEvent, so that nothing works here that would not work over a network.
 */
export class InProcessBus implements MessageBus {
  readonly #subscriptions: Subscription[] = [];
  /** The last delivery of each group, topic and key, while there is one. */
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #problems = new Map<string, string>();
  readonly #closing = new AbortController();
  readonly #backoff: Backoff;
  readonly #onFailure: (delivery: FailedDelivery) => void;
  readonly #disorder: Disorder | undefined;

  constructor({
    backoff = { firstMs: 50, mostMs: 10_000 },
    onFailure = () => undefined,
    disorder,
  }: InProcessBusOptions = {}) {
    this.#backoff = backoff;
    this.#onFailure = onFailure;
    this.#disorder = disorder && new Disorder(disorder);
    setMaxListeners(0, this.#closing.signal);
  }

  subscribe<T extends Topic>(subscription: Subscription<T>): void {
    if (this.#subscriptions.some(({ group }) => group === subscription.group)) {
      throw new Error(`two subscriptions of the group ${subscription.group}`);
    }
    this.#subscriptions.push(subscription);
  }

  async publish(messages: readonly IntegrationEvent[]): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const encoded = messages.map((message) => ({ message, bytes: encodeMessage(message) }));
    await Promise.all(
      encoded.flatMap(({ message, bytes }) =>
        this.#subscriptions
          .filter(({ topics }) => topics.includes(message.topic))
          .map((subscription) => this.#enqueue(subscription, message, bytes)),
      ),
    );
  }

  problems(): readonly string[] {
    return [...this.#problems.values()];
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the message bus is closed'));
    await Promise.allSettled(this.#lanes.values());
  }

  #enqueue(subscription: Subscription, { topic, key }: IntegrationEvent, bytes: Uint8Array): Promise<void> {
    const lane = JSON.stringify([subscription.group, topic, key]);
    const delivered = (this.#lanes.get(lane) ?? Promise.resolve()).then(async () => {
      await this.#disorder?.pause();
      await this.#deliver(subscription, lane, bytes);
      for (const again of this.#disorder?.replay(lane, bytes) ?? [])
        await this.#deliver(subscription, lane, again);
    });
    this.#lanes.set(lane, delivered);
    const leave = (): void => {
      if (this.#lanes.get(lane) === delivered) this.#lanes.delete(lane);
    };
    delivered.then(leave, leave);
    return delivered;
  }

  async #deliver(subscription: Subscription, lane: string, bytes: Uint8Array): Promise<void> {
    const { group } = subscription;
    for (let attempt = 1; ; attempt += 1) {
      this.#closing.signal.throwIfAborted();
      const message = decodeMessage(bytes);
      try {
        await subscription.handle(message);
        this.#problems.delete(lane);
        return;
      } catch (error) {
        this.#onFailure({ group, message, attempt, error });
        if (attempt >= patience) this.#problems.set(lane, problemOf({ group, message, attempt, error }));
        await backOff(this.#backoff, attempt, this.#closing.signal);
      }
    }
  }
}

/** One line that names the message, who fails and why. */
export function problemOf({ group, message, attempt, error }: FailedDelivery): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `${group} failed ${attempt} times on ${message.type} ${message.key}@${message.version} (${message.id}): ${reason}`;
}
