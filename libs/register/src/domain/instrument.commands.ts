import type { Crosswalk, Instrument } from '@kompass/instrument';

/** Publishes a version, or crosswalks to one that is published already. */
export interface PublishInstrument {
  readonly type: 'PublishInstrument';
  readonly document: Instrument;
  /** From earlier versions to this one. */
  readonly crosswalks: readonly Crosswalk[];
}
