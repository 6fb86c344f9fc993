import type { EventCatalog } from '@kompass/event-store';
import type { Crosswalk, Instrument } from '@kompass/instrument';
import type { DomainEvent } from '@kompass/kernel';

/** A version of an instrument, whole (some 125 kB): what was scored by it can be read for ever. */
export type InstrumentPublished = DomainEvent<
  'InstrumentPublished',
  {
    /** Names the document, and the stream. */
    readonly digest: string;
    readonly document: Instrument;
  }
>;

/** How an earlier version is read against this one; published again for the same version, it supersedes. */
export type CrosswalkPublished = DomainEvent<'CrosswalkPublished', { readonly crosswalk: Crosswalk }>;

export type InstrumentEvent = InstrumentPublished | CrosswalkPublished;

/** The id of the stream is the digest of the document. */
export const instrumentCatalog: EventCatalog<InstrumentEvent> = {
  category: 'instrument',
  types: { InstrumentPublished: true, CrosswalkPublished: true },
};
