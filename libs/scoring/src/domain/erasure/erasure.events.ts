import type { DomainEvent } from '@kompass/kernel';
import type { TypesOf } from '../concern.js';

/** The free texts of an event are gone: the keys under which they were sealed are deleted, their digests stay. */
export type PassageErased = DomainEvent<
  'PassageErased',
  {
    /** Of the event whose texts they were. */
    readonly revision: number;
    /** Ids of the keys. */
    readonly keys: readonly string[];
  }
>;

export const erasureTypes: TypesOf<PassageErased> = { PassageErased: true };
