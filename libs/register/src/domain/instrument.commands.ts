import type { Crosswalk, Instrument } from '@kompass/instrument';

export interface PublishInstrument {
  readonly type: 'PublishInstrument';
  readonly document: Instrument;
  /** From earlier versions to this one. */
  readonly crosswalks: readonly Crosswalk[];
}

/** From an earlier version to one that is published already. */
export interface PublishCrosswalk {
  readonly type: 'PublishCrosswalk';
  readonly crosswalk: Crosswalk;
}

export type InstrumentCommand = PublishInstrument | PublishCrosswalk;
