/** A message is plain data with a string `type`: an event in the past tense, a command in the imperative. */
export interface Message {
  readonly type: string;
}

/** What happened, as the decider writes it: `data` is JSON; free text in it is sealed (see `Sealed`). */
export interface DomainEvent<Type extends string = string, Data extends object = object> extends Message {
  readonly type: Type;
  readonly data: Data;
}

/** Where and when an event stands in its stream. */
export interface EventMeta {
  /** 0 for the first event of a stream. */
  readonly revision: number;
  /** ISO 8601, UTC; never before the previous event's. */
  readonly at: string;
  /** Account id, or the name of a policy (`policy:<name>`). */
  readonly actor: string;
}

/** An event together with its place in the stream: what `evolve` folds. */
export type Recorded<E extends DomainEvent> = E & { readonly meta: EventMeta };

/**
 * A consistency boundary as two pure functions.
 *
 * `decide` answers the events a command leads to (none: nothing to do) or throws `Rejected`;
 * `evolve` folds one event into the state and never refuses.
 * `Reference` is what `decide` looks up beside the state (for example the instrument).
 */
export interface Decider<Command extends Message, State, Event extends DomainEvent, Reference = undefined> {
  readonly initial: State;
  decide(command: Command, state: State, reference: Reference): readonly Event[];
  evolve(state: State, event: Recorded<Event>): State;
}

/** For the end of a `switch` over a union: a new member that nobody handles is an error of the compiler. */
export function unreachable(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
