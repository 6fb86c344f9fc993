import {
  parseCrosswalk,
  parseInstrument,
  type Crosswalk,
  type Instrument,
  type InstrumentVersion,
} from '@kompass/instrument';
import type { Reference, ReferenceData, ReferenceTable } from '@kompass/messaging';

/** The instruments this context has heard of from the register. */
export class InstrumentLibrary {
  constructor(private readonly references: ReferenceTable<'instrument'>) {}

  /** `undefined` for a version of which no file is loaded. */
  async find(version: InstrumentVersion): Promise<Instrument | undefined> {
    const published = await this.#published(version);
    return published && parseInstrument(published.data.document);
  }

  /** The crosswalks from earlier versions to this one. */
  async crosswalksTo(version: InstrumentVersion): Promise<readonly Crosswalk[]> {
    const published = await this.#published(version);
    return published?.data.crosswalks.map(parseCrosswalk) ?? [];
  }

  async #published({
    id,
    version,
  }: InstrumentVersion): Promise<Reference<ReferenceData<'instrument'>> | undefined> {
    const [published] = await this.references.find({ id, version });
    return published;
  }
}
