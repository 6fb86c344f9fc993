import type { Topic } from '@kompass/contracts';

/** A parked message as it is listed: without what it says. */
export interface ParkedMessage {
  readonly id: number;
  readonly group: string;
  readonly topic: Topic;
  readonly key: string;
  /** `null` where it cannot be read. */
  readonly type: string | null;
  readonly messageId: string | null;
  /** Tries so far; 0 for one that waits behind another. */
  readonly attempts: number;
  readonly problem: string | null;
  /** ISO 8601, UTC. */
  readonly parkedAt: string;
  /** How many of the same key wait behind it. */
  readonly waiting: number;
}

/** A parked message whole. */
export interface WholeParkedMessage extends ParkedMessage {
  /** As they arrived; `null` once erased. */
  readonly bytes: Uint8Array | null;
  readonly skipped: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

/** How many messages and keys a group has parked. */
export interface ParkedCount {
  readonly group: string;
  readonly keys: number;
  readonly messages: number;
}
