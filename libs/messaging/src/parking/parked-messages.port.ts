import type { Topic } from '@kompass/contracts';

/** The messages of one key for one group of consumers: they have their effect one after the other. */
export interface Lane {
  readonly group: string;
  readonly topic: Topic;
  readonly key: string;
}

/** What the lane of a message that arrives is like. */
export interface LaneState {
  /** Something waits in it. */
  readonly parked: boolean;
  /** Digests of what somebody has skipped for good. */
  readonly skipped: ReadonlySet<string>;
}

/** A message to be parked. */
export interface Parkable {
  readonly bytes: Uint8Array;
  /** Of the bytes: SHA-256, hexadecimal. Other bytes are another message, even under the same id: they may be its repair. */
  readonly digest: string;
  /** Type and id; absent where the bytes say neither. */
  readonly type?: string;
  readonly messageId?: string;
}

/** Why a message was parked. */
export interface Failure {
  readonly attempts: number;
  readonly problem: string;
}

/** What became of the first message of a lane. */
export type Step = 'empty' | 'handled' | { readonly problem: string };

/**
 * Messages of one context that could not be handled, and those of the same keys that wait behind them: durable and in
 * order. Everything about one lane happens under its lock, in whichever process: two never handle a lane at once, and
 * nothing joins a lane that has just become empty.
 */
export interface ParkedMessages {
  /** Of the lanes asked for those in which anything is parked or was skipped, by `laneName`. */
  statesOf(lanes: readonly Lane[]): Promise<ReadonlyMap<string, LaneState>>;

  /** Parks a message that failed; one that is there already stays as it is. */
  park(lane: Lane, message: Parkable, failure: Failure): Promise<void>;

  /** Lets a message wait behind what is parked; `false` where nothing is any more, and the message has not been taken. */
  parkBehind(lane: Lane, message: Parkable): Promise<boolean>;

  /** Erases what the lanes of a key hold, whatever the group: removes what waits, and blanks what was skipped. */
  erase(lane: Lane): Promise<void>;

  /** Handles the first message of a lane, and removes it if that succeeds; otherwise notes the problem. */
  handleFirst(lane: Lane, handle: (bytes: Uint8Array) => Promise<void>): Promise<Step>;
}

/** One text for one lane. */
export function laneName({ group, topic, key }: Lane): string {
  return JSON.stringify([group, topic, key]);
}
