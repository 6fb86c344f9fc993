import type { Envelope, IntegrationEvent } from '@kompass/contracts';
import { aggregateId, recall, type EventCatalog, type StoredEvent } from '@kompass/event-store';
import type { DomainEvent, Recorded } from '@kompass/kernel';
import { LRUCache } from 'lru-cache';

/**
 * What a context tells of one category of streams: the message of each event type that is a transition of interest,
 * made of the event and the state folded up to it. Pure. A type without an entry stays inside the context.
 */
export interface Publication<State, Event extends DomainEvent> {
  readonly catalog: EventCatalog<Event>;
  readonly messages: {
    readonly [Type in Event['type']]?: (
      event: Recorded<Extract<Event, { type: Type }>>,
      state: State,
      /** Key = id of the aggregate, version = revision of the event. */
      envelope: Envelope,
    ) => IntegrationEvent | undefined;
  };
}

/** Where the state of a stream at a revision comes from: `Streams`. */
export interface History<State> {
  stateAt(id: string, revision: number): Promise<State>;
  /** The state after one more event; `before` is absent for the first of a stream. */
  foldOn(before: State | undefined, stored: StoredEvent): State;
}

/** A publication as the relay sees it. */
export interface Publisher {
  /** Of the names of its streams. */
  readonly prefix: string;
  /**
   * The message of a stored event; `undefined` where the event stays inside. To be asked in the order of the log.
   *
   * @throws WrittenByNewerVersion
   */
  messageOf(stored: StoredEvent): Promise<IntegrationEvent | undefined>;
}

/** States kept between the events of their streams. */
const keptStates = 500;

/**
 * Folds along with the events that pass, so that a state need not be read from the log for every message: it is read
 * where the stream did not begin here, or has not been met for long.
 */
export function publisher<State, Event extends DomainEvent>(
  { catalog, messages }: Publication<State, Event>,
  history: History<State>,
): Publisher {
  const passed = new LRUCache<string, { readonly revision: number; readonly state: State }>({
    max: keptStates,
  });

  /** The state after an event, where the one before is known. */
  const foldAlong = (stored: StoredEvent): State | undefined => {
    const { stream, revision } = stored;
    const before = revision === 0 ? undefined : passed.get(stream);
    if (before?.revision === revision) return before.state;
    if (revision > 0 && before?.revision !== revision - 1) return undefined;
    const state = history.foldOn(before?.state, stored);
    passed.set(stream, { revision, state });
    return state;
  };

  return {
    prefix: `${catalog.category}-`,
    messageOf: async (stored) => {
      const event = recall(catalog, stored);
      const known = foldAlong(stored);
      const write = event && messages[event.type as Event['type']];
      if (!write) return undefined;
      const { stream, revision, id: causationId } = stored;
      const key = aggregateId(catalog.category, stream);
      const state = known ?? (await history.stateAt(key, revision));
      passed.set(stream, { revision, state });
      const { at: time, correlationId } = stored.metadata;
      return write(event as never, state, { key, version: revision, time, correlationId, causationId });
    },
  };
}
