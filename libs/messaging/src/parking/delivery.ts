import type { Topic } from '@kompass/contracts';

/** A message as it arrives: its CloudEvent in bytes (`encodeMessage`), which may turn out to be unreadable. */
export interface Incoming {
  readonly topic: Topic;
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** A group of consumers as a bus sees it. */
export interface Delivery {
  /** Unique name of the group, for example `reporting.record-finalised-evaluation`. */
  readonly group: string;
  readonly topics: readonly Topic[];

  /**
   * Delivers messages, those of one key in their order. Resolves when each has had its effect or is parked for good.
   * What may heal by itself is tried again until `signal` is aborted; a rejection says: again, all of it.
   */
  deliver(batch: readonly Incoming[], signal: AbortSignal): Promise<void>;

  /** What keeps it from going on, one line each; for readiness. */
  problems(): readonly string[];
}
