import type { LinkFault } from '../chain.js';
import type { Checkpoint } from './checkpoint.js';
import type { ProofHeader } from './proof-format.js';

export type ProofFaultReason =
  /** Not a line of this format in its canonical form. */
  | 'unreadable'
  /** A line of this format in the wrong place. */
  | 'misplaced'
  /** Not the header that the checkpoint was signed over. */
  | 'header'
  | LinkFault
  /** After the last event that the checkpoint signs. */
  | 'unsigned'
  /** Not the event that a checkpoint signs. */
  | 'rewritten'
  /** Events are missing up to a checkpoint, or the checkpoint itself. */
  | 'truncated'
  /** The signature of a checkpoint does not hold. */
  | 'signature'
  /** Signed by another key than the pinned one, or than the proof. */
  | 'key';

/** What is wrong, and where. */
export interface ProofFault {
  readonly file: 'proof' | 'checkpoints';
  /** From 1. */
  readonly line: number;
  readonly revision?: number;
  readonly reason: ProofFaultReason;
}

export interface ProofReport {
  /** `proved` by a pinned key; `consistent` without one: nothing is wrong, but anybody could have made the file. */
  readonly verdict: 'proved' | 'consistent' | 'broken';
  readonly header: ProofHeader | undefined;
  readonly events: number;
  /** How many of them withhold their payload. */
  readonly withheld: number;
  readonly checkpoint: Checkpoint | undefined;
  /** Of the key that signed the proof. */
  readonly fingerprint: string | undefined;
  /** How many checkpoints of the second file are about this stream. */
  readonly compared: number;
  /** In the order of the lines: the first is what was changed, others may follow from it. */
  readonly faults: readonly ProofFault[];
}
