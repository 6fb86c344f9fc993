/** The revision a stream must have for an append to be accepted; a number is an exact revision, from 0. */
export type ExpectedRevision = 'any' | 'no-stream' | 'stream-exists' | number;

/** An event as a client proposes it. */
export interface ProposedEvent {
  /** UUID in lower case: what idempotency looks at. */
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** Events that become part of the log together or not at all. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
  /** After this moment nobody waits for the answer any more; the append is then not begun. */
  readonly deadline?: Date;
}

/** An event as it stands in the log. */
export interface RecordedEvent extends ProposedEvent {
  readonly stream: string;
  /** Place in its stream: 0, 1, 2 … */
  readonly revision: number;
  /** Place in the whole log: 1, 2, 3 … without gaps. Commit and prepare position are both this number. */
  readonly position: number;
  readonly created: Date;
}

/** The answer to an append. `revision` is the stream's last, -1 where there is no stream. Only `done` may have stored anything. */
export type AppendResult =
  | { readonly kind: 'done'; readonly revision: number; readonly position?: number }
  | { readonly kind: 'wrong-expected-revision'; readonly revision: number }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a stored event weighs: the measure of the append limit and of pages, as EventStoreDB reckons it. */
export function sizeOf(event: ProposedEvent): number {
  return event.data.length + event.metadata.length + 2 * event.type.length;
}
