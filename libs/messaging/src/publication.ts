import type { Envelope, IntegrationEvent } from '@kompass/contracts';
import { aggregateId, recall, type EventCatalog, type StoredEvent } from '@kompass/event-store';
import type { DomainEvent, Recorded } from '@kompass/kernel';

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
}

/** A publication as the relay sees it. */
export interface Publisher {
  /** Of the names of its streams. */
  readonly prefix: string;
  /**
   * The message of a stored event; `undefined` where the event stays inside. The state is folded only for the others.
   *
   * @throws WrittenByNewerVersion
   */
  messageOf(stored: StoredEvent): Promise<IntegrationEvent | undefined>;
}

export function publisher<State, Event extends DomainEvent>(
  { catalog, messages }: Publication<State, Event>,
  history: History<State>,
): Publisher {
  return {
    prefix: `${catalog.category}-`,
    messageOf: async (stored) => {
      const event = recall(catalog, stored);
      const write = event && messages[event.type as Event['type']];
      if (!write) return undefined;
      const key = aggregateId(catalog.category, stored.stream);
      const { at: time, correlationId } = stored.metadata;
      const envelope = { key, version: stored.revision, time, correlationId, causationId: stored.id };
      return write(event as never, await history.stateAt(key, stored.revision), envelope);
    },
  };
}
