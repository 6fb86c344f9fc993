import crosswalk20to21 from '../data/crosswalk-2.0-2.1.json' with { type: 'json' };
import instrument20 from '../data/instrument-2.0.json' with { type: 'json' };
import instrument21 from '../data/instrument-2.1.json' with { type: 'json' };
import type { Crosswalk } from './crosswalk.js';
import { checkCrosswalk, parseCrosswalk } from './crosswalk.js';
import type { Instrument } from './instrument.js';
import { parseInstrument } from './parse-instrument.js';

/** The instrument as this project ships it, in both versions that can be compared. */
export interface Bundled {
  readonly '2.0': Instrument;
  readonly '2.1': Instrument;
  readonly crosswalk: Crosswalk;
}

let bundled: Bundled | undefined;

/**
 * The illustrative Kommunekompasset 2.0 and 2.1 and the crosswalk between them, for demos and tests; validated at
 * the first call. The official set belongs to KS and is loaded as a file by a licensed user.
 */
export function bundledInstruments(): Bundled {
  return (bundled ??= loaded());
}

function loaded(): Bundled {
  const [earlier, later] = [parseInstrument(instrument20), parseInstrument(instrument21)];
  const crosswalk = parseCrosswalk(crosswalk20to21);
  checkCrosswalk(crosswalk, later, earlier);
  return { '2.0': earlier, '2.1': later, crosswalk };
}
