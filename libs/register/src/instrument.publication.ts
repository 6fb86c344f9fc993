import { integrationEvent, type DataOf, type Envelope } from '@kompass/contracts';
import type { Publication } from '@kompass/messaging';
import type { PublishedInstrument } from './domain/instrument.decider.js';
import { instrumentCatalog, type InstrumentEvent } from './domain/instrument.events.js';

/** What the register tells of instruments: each whole, with the crosswalks it has now, its digest as the key. */
export const instrumentPublication: Publication<PublishedInstrument, InstrumentEvent> = {
  catalog: instrumentCatalog,
  messages: { InstrumentPublished: published, CrosswalkPublished: published },
};

function published(_event: InstrumentEvent, state: PublishedInstrument, envelope: Envelope) {
  const { id, version } = state.document!;
  return integrationEvent('InstrumentPublished', envelope, {
    id,
    version,
    document: asJson(state.document!),
    crosswalks: Object.values(state.crosswalks).map(asJson),
  });
}

/** Both were read from JSON, and nothing was changed in them since. */
function asJson(document: object): DataOf<'InstrumentPublished'>['document'] {
  return document as DataOf<'InstrumentPublished'>['document'];
}
