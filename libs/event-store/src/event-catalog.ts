import type { DomainEvent, Recorded } from '@kompass/kernel';
import type { StoredEvent } from './stored-event.js';

/** A stored type that this version does not know: written by a newer one. Halts the projection, makes commands 503. */
export class WrittenByNewerVersion extends Error {
  constructor(readonly event: Pick<StoredEvent, 'stream' | 'revision' | 'type'>) {
    super(`event ${event.revision} of ${event.stream} has the unknown type ${event.type}`);
    this.name = 'WrittenByNewerVersion';
  }
}

/** The event types of one stream category, and what became of its old ones. */
export interface EventCatalog<E extends DomainEvent> {
  readonly category: string;
  /** Every current type; a record, so that the compiler finds a missing one. */
  readonly types: Readonly<Record<E['type'], true>>;
  /** Old stored type → the event as it would be written today. */
  readonly upcasters?: Readonly<Record<string, (data: Readonly<Record<string, unknown>>) => E>>;
  /** Types that mean nothing any more. */
  readonly retired?: readonly string[];
}

/**
 * A stored event as the current code knows it, its nonce left behind; `undefined` for a retired type.
 *
 * @throws WrittenByNewerVersion
 */
export function recall<E extends DomainEvent>(
  catalog: EventCatalog<E>,
  stored: StoredEvent,
): Recorded<E> | undefined {
  const { nonce: _nonce, ...data } = stored.data;
  const meta = { revision: stored.revision, at: stored.metadata.at, actor: stored.metadata.actor };
  if (Object.hasOwn(catalog.types, stored.type))
    return { type: stored.type, data, meta } as unknown as Recorded<E>;
  const upcast = catalog.upcasters?.[stored.type];
  if (upcast) return { ...upcast(data), meta };
  if (catalog.retired?.includes(stored.type)) return undefined;
  throw new WrittenByNewerVersion(stored);
}
