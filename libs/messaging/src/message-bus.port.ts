import type { IntegrationEvent, Topic } from '@kompass/contracts';
import type { Delivery } from './parking/delivery.js';

/** Injection token of the `MessageBus`. */
export const MESSAGE_BUS = Symbol('MESSAGE_BUS');

/** A group of consumers: every message of its topics reaches one of them, at least once, in order per key. */
export interface Subscription<T extends Topic = Topic> {
  /** Unique name of the group, for example `reporting.record-result`. */
  readonly group: string;
  readonly topics: readonly T[];
  /**
   * Resolves when the message has had its effect; a repeat must have none. What fails for good, or again and again,
   * is parked; see `parkingDelivery`.
   */
  handle(message: IntegrationEvent<T>): Promise<void>;
  /** The same for many at once, those of one key in their order; where it fails, they are handled one by one. */
  handleAll?(messages: readonly IntegrationEvent<T>[]): Promise<void>;
}

/**
 * The port between the contexts: at-least-once, in order per key, in no order between keys and topics.
 * In this process: `InProcessBus`; between processes: `KafkaBus`.
 */
export interface MessageBus {
  /** Resolves when the messages have been taken over for good; a rejection says nothing about which of them were. */
  publish(messages: readonly IntegrationEvent[]): Promise<void>;

  /** To be called before anything is published. */
  subscribe(delivery: Delivery): void;

  /** What keeps messages from being delivered, one line each; for readiness. */
  problems(): readonly string[];

  /** How much of each partition a group has yet to take, where the bus knows. */
  lag?(): Promise<readonly ConsumerLag[]>;

  /**
   * To be called now and then by who publishes for a context: where a bus forgets what a tombstone erases only when
   * something follows it, something does.
   */
  moveOn?(context: string): Promise<void>;

  /** Delivers nothing more; resolves when no handler runs any more. Pending `publish` are rejected. */
  close(): Promise<void>;
}

/** Messages of a partition that a group has not taken yet. */
export interface ConsumerLag {
  readonly group: string;
  readonly topic: Topic;
  readonly partition: number;
  readonly lag: number;
}
