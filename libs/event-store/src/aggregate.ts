import type { Decider, DomainEvent, Message, Recorded } from '@kompass/kernel';
import { chainStart } from './chain.js';
import { recall, type EventCatalog } from './event-catalog.js';
import type { Position } from './position.js';
import type { StoredEvent } from './stored-event.js';

/** A decider with its event types and what it looks up before it decides. */
export interface Aggregate<Command extends Message, State, Event extends DomainEvent, Reference = undefined>
  extends Decider<Command, State, Event, Reference>, EventCatalog<Event> {
  /** What `decide` needs beside the state, for example the instrument named in the command or the state. */
  reference(command: Command, state: State): Promise<Reference>;
}

/** Where the events of an earlier command stand. */
interface CommandTrace {
  readonly request: string;
  readonly first: number;
  readonly last: number;
}

/** A stream folded up to `revision`, with what an append at that revision needs. */
export interface Folded<State> {
  readonly state: State;
  /** -1 where there is no stream. */
  readonly revision: number;
  /** Hash of the last event. */
  readonly hash: string;
  /** Time of the last event. */
  readonly at: string;
  readonly position: Position | undefined;
  /** By command id. Grows in place as the stream is folded further: it may know more commands than `state`, all of them stored. */
  readonly commands: Map<string, CommandTrace>;
  /** Length of the JSON that was folded: what the state weighs in a cache, roughly. */
  readonly weight: number;
}

export function nothingFolded<State>(initial: State): Folded<State> {
  return {
    state: initial,
    revision: -1,
    hash: chainStart,
    at: '',
    position: undefined,
    commands: new Map(),
    weight: 0,
  };
}

/**
 * Folds one stored event.
 *
 * @throws WrittenByNewerVersion
 */
export function foldEvent<State, Event extends DomainEvent>(
  aggregate: EventCatalog<Event> & { evolve(state: State, event: Recorded<Event>): State },
  folded: Folded<State>,
  stored: StoredEvent,
): Folded<State> {
  const event = recall(aggregate, stored);
  const { commandId, request, hash, at } = stored.metadata;
  const first = folded.commands.get(commandId)?.first ?? stored.revision;
  folded.commands.set(commandId, { request, first, last: stored.revision });
  return {
    state: event ? aggregate.evolve(folded.state, event) : folded.state,
    revision: stored.revision,
    hash,
    at,
    position: stored.position,
    commands: folded.commands,
    weight: folded.weight + JSON.stringify(stored.data).length,
  };
}
