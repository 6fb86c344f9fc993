import type { DomainEvent, Recorded, Rejected } from '@kompass/kernel';
import type { Position } from './position.js';

/** A command that stands, now or since an earlier request with the same id. */
export interface Accepted<Event extends DomainEvent> {
  readonly status: 'accepted';
  /** The events it led to; none where there was nothing to do. */
  readonly events: readonly Recorded<Event>[];
  /** Of its last event, or of the stream where there was nothing to do. */
  readonly revision: number;
  /** For `atLeast`. */
  readonly position: Position | undefined;
}

export interface Refused {
  readonly status: 'refused';
  readonly rejection: Rejected;
}

export type Outcome<Event extends DomainEvent> = Accepted<Event> | Refused;
