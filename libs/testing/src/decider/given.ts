import { expect } from '@jest/globals';
import type { Decider, DomainEvent, EventMeta, Message, Recorded } from '@kompass/kernel';
import { Rejected } from '@kompass/kernel';

/** A given event: plain, or with the parts of its meta that matter to the test. */
export type Given<E extends DomainEvent> = E & { readonly meta?: Partial<EventMeta> };

interface Story<Command, State, Event> {
  /** What the events given fold to. */
  readonly state: State;
  when(command: Command): Outcome<Event>;
}

interface Outcome<Event> {
  /** The command leads to exactly these events (none: nothing to do), and they fold. */
  then(...events: readonly Event[]): void;
  /** The command is refused with this code; the detail holds at least these values. */
  thenRejected(code: string, detail?: Readonly<Record<string, unknown>>): void;
}

/**
 * The events as a stream would hold them: revisions from 0, one minute apart, by `somebody`,
 * unless an event says otherwise.
 */
export function recorded<E extends DomainEvent>(...events: readonly Given<E>[]): Recorded<E>[] {
  return events.map((event, revision) => ({
    ...event,
    meta: {
      revision,
      at: new Date(Date.UTC(2017, 8, 1, 8, revision)).toISOString(),
      actor: 'somebody',
      ...event.meta,
    },
  }));
}

/** The event as done by this actor: `given(by('lead', scoreProposed()))`. */
export function by<E extends DomainEvent>(actor: string, event: Given<E>): Given<E> {
  return { ...event, meta: { ...event.meta, actor } };
}

/**
 * Given / when / then for a decider:
 *
 *     const given = specOf(municipalityDecider);
 *     given(municipalityRegistered()).when(registerMunicipality()).thenRejected('already-exists');
 *
 * Whatever goes into `decide` and `evolve` is frozen, so one that is not pure fails here.
 */
export function specOf<Command extends Message, State, Event extends DomainEvent, Reference>(
  decider: Decider<Command, State, Event, Reference>,
  ...[reference]: undefined extends Reference ? [Reference?] : [Reference]
) {
  const fold = (events: readonly Recorded<Event>[], from: State) =>
    events.reduce((state, event) => frozen(decider.evolve(state, frozen(event))), frozen(from));

  return (...events: readonly Given<Event>[]): Story<Command, State, Event> => {
    const state = fold(recorded(...events), decider.initial);
    const decide = (command: Command) => decider.decide(frozen(command), state, reference as Reference);
    return {
      state,
      when: (command) => ({
        then(...expected) {
          const decided = decide(command);
          expect(decided).toEqual(expected);
          fold(recorded(...events, ...decided).slice(events.length), state);
        },
        thenRejected(code, detail = {}) {
          const refusal = refusalOf(() => decide(command));
          expect({ code: refusal.code, detail: refusal.detail }).toMatchObject({ code, detail });
        },
      }),
    };
  };
}

function refusalOf(decide: () => readonly DomainEvent[]): Rejected {
  let decided: readonly DomainEvent[];
  try {
    decided = decide();
  } catch (error) {
    if (error instanceof Rejected) return error;
    throw error;
  }
  throw new Error(`expected a refusal, but it was decided: ${JSON.stringify(decided)}`);
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
