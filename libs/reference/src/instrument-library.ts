import {
  parseCrosswalk,
  parseInstrument,
  type Crosswalk,
  type Instrument,
  type InstrumentVersion,
} from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import type { Reference, ReferenceData, ReferenceTable } from '@kompass/messaging';
import { LRUCache } from 'lru-cache';

/** An instrument as the register last told of it. */
export interface PublishedInstrument {
  readonly digest: string;
  readonly instrument: Instrument;
  /** From earlier versions to this one. */
  readonly crosswalks: readonly Crosswalk[];
}

/** The instruments a context has heard of from the register. */
export class InstrumentLibrary {
  /** By digest and version of the reference, parsed once. */
  readonly #parsed = new LRUCache<string, PublishedInstrument>({ max: 20 });

  constructor(private readonly references: ReferenceTable<'instrument'>) {}

  /** `undefined` for a version of which no file is loaded, or not known here yet. */
  async find({ id, version }: InstrumentVersion): Promise<PublishedInstrument | undefined> {
    const [digest] = await this.references.idsOf({ id, version });
    const reference = digest === undefined ? undefined : await this.references.get(digest);
    return reference && this.#read(reference);
  }

  /** The instrument of a digest. @throws Rejected `not-yet-known` */
  async demand(digest: string): Promise<Instrument> {
    const reference = await this.references.get(digest);
    if (!reference) throw new Rejected('not-yet-known', { field: 'instrument', value: digest });
    return this.#read(reference).instrument;
  }

  #read({ id: digest, version, data }: Reference<ReferenceData<'instrument'>>): PublishedInstrument {
    const key = `${digest}@${version}`;
    const known = this.#parsed.get(key);
    if (known) return known;
    const instrument = parseInstrument(data.document);
    const published = { digest, instrument, crosswalks: data.crosswalks.map(parseCrosswalk) };
    this.#parsed.set(key, published);
    return published;
  }
}
