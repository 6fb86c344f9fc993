import { bundledInstruments, digestOf, type Crosswalk, type Instrument } from '@kompass/instrument';
import type { PublishInstrument } from './instrument.commands.js';
import type { CrosswalkPublished, InstrumentPublished } from './instrument.events.js';

export const { '2.0': earlier, '2.1': later, crosswalk: earlierToLater } = bundledInstruments();

export function publishInstrument(over: Partial<PublishInstrument> = {}): PublishInstrument {
  return { type: 'PublishInstrument', document: later, crosswalks: [earlierToLater], ...over };
}

export function instrumentPublished(document: Instrument = later): InstrumentPublished {
  return { type: 'InstrumentPublished', data: { digest: digestOf(document), document } };
}

export function crosswalkPublished(crosswalk: Crosswalk = earlierToLater): CrosswalkPublished {
  return { type: 'CrosswalkPublished', data: { crosswalk } };
}
