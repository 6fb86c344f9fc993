import type { DomainEvent } from '@kompass/kernel';

/** The event types of a concern; a record, so that the compiler finds a missing one. */
export type TypesOf<E extends DomainEvent> = Readonly<Record<E['type'], true>>;

/**
 * Tells the events of a concern from the others, so that a view is exhaustive over the concerns it is about and passes
 * over the rest: `const isScoreEvent = concern<ScoreEvent>(scoreTypes)`.
 */
export function concern<E extends DomainEvent>(types: TypesOf<E>): (event: DomainEvent) => event is E {
  return (event): event is E => Object.hasOwn(types, event.type);
}
