import { Streams, type EventLog, type PassageVault } from '@kompass/event-store';
import type { ReadStore } from '@kompass/read-store';
import type { PublishInstrument } from './domain/instrument.commands.js';
import {
  instrumentDecider,
  type InstrumentReference,
  type PublishedInstrument,
} from './domain/instrument.decider.js';
import { instrumentCatalog, type InstrumentEvent } from './domain/instrument.events.js';
import { instrumentProjection } from './views/instrument/instrument.projection.js';

/** The streams of instruments, by digest: the one way to change one. */
export class Instruments extends Streams<
  PublishInstrument,
  PublishedInstrument,
  InstrumentEvent,
  InstrumentReference
> {
  constructor(log: EventLog, vault: PassageVault, store: ReadStore) {
    super(log, vault, {
      ...instrumentDecider,
      ...instrumentCatalog,
      async reference({ document: { id } }) {
        const published = await store.select(instrumentProjection, 'instrument_id = $1', [id]);
        return { versions: published.map(({ document }) => document) };
      },
    });
  }
}
