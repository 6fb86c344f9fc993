import { createHash } from 'node:crypto';
import { decodeMessage, MessageUnreadable, type IntegrationEvent } from '@kompass/contracts';
import type { Incoming } from './delivery.js';
import type { Parkable } from './parked-messages.port.js';

/** A message that has arrived, read once. */
export interface Arrival {
  readonly incoming: Incoming;
  /** Absent where it cannot be read. */
  readonly message?: IntegrationEvent;
  readonly unreadable?: unknown;
}

export function arrivals(batch: readonly Incoming[]): readonly Arrival[] {
  return batch.map((incoming) => {
    try {
      return { incoming, message: open(incoming) };
    } catch (unreadable) {
      return { incoming, unreadable };
    }
  });
}

/** @throws MessageUnreadable also for a message that does not belong where it came from */
export function open({ topic, key, bytes }: Incoming): IntegrationEvent {
  const message = decodeMessage(bytes);
  if (message.topic !== topic || message.key !== key)
    throw new MessageUnreadable(`${message.topic} ${message.key} arrived as ${topic} ${key}`);
  return message;
}

/** @throws MessageUnreadable */
export function messageOf({ message, unreadable }: Arrival): IntegrationEvent {
  if (!message) throw unreadable as Error;
  return message;
}

/** Whether it says that what its key names is no more. */
export function isTombstone({ message }: Arrival): boolean {
  return message?.data === null;
}

export function parkableOf({ incoming: { bytes }, message }: Arrival): Parkable {
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { bytes, digest, ...(message && { type: message.type, messageId: message.id }) };
}

/** The message in a few words: none of its data. */
export function shown({ incoming: { topic, key }, message }: Arrival): string {
  if (!message) return `something on ${topic} of ${key}`;
  return `${message.type} ${key}@${message.version} (${message.id})`;
}

/** An error in one line, without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
