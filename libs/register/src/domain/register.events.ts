import type { InstrumentEvent } from './instrument.events.js';
import type { MunicipalityEvent } from './municipality.events.js';

/** Everything that happens in this context: what its views follow. */
export type RegisterEvent = MunicipalityEvent | InstrumentEvent;
