import {
  parseCrosswalk,
  parseInstrument,
  type Crosswalk,
  type Instrument,
  type InstrumentVersion,
} from '@kompass/instrument';
import type { ReferenceTable } from '@kompass/messaging';

/** A version of an instrument as the register last told of it. */
interface Published {
  readonly version: number;
  readonly instrument: Instrument;
  /** From earlier versions to this one. */
  readonly crosswalks: readonly Crosswalk[];
}

/** The instruments this context has heard of from the register. */
export class InstrumentLibrary {
  /** By digest, parsed once. */
  readonly #published = new Map<string, Published>();

  constructor(private readonly references: ReferenceTable<'instrument'>) {}

  /** `undefined` for a version of which no file is loaded. */
  async find({ id, version }: InstrumentVersion): Promise<Published | undefined> {
    const [reference] = await this.references.find({ id, version });
    if (!reference) return undefined;
    const known = this.#published.get(reference.id);
    if (known?.version === reference.version) return known;
    const published = {
      version: reference.version,
      instrument: parseInstrument(reference.data.document),
      crosswalks: reference.data.crosswalks.map(parseCrosswalk),
    };
    this.#published.set(reference.id, published);
    return published;
  }
}
