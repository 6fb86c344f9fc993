import { parseInstrument, type Instrument, type InstrumentVersion } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import type { ReferenceTable } from '@kompass/messaging';
import type { InstrumentRef } from './domain/evaluation.events.js';

/** The instruments this context has heard of from the register. */
export class InstrumentLibrary {
  /** Parsed once; an instrument of a digest never changes. */
  readonly #parsed = new Map<string, Instrument>();

  constructor(private readonly references: ReferenceTable<'instrument'>) {}

  /** @throws Rejected `not-yet-known` */
  async byDigest(digest: string): Promise<Instrument> {
    const parsed = this.#parsed.get(digest);
    if (parsed) return parsed;
    const reference = await this.references.get(digest);
    if (!reference) throw notYetKnown(digest);
    const instrument = parseInstrument(reference.data.document);
    this.#parsed.set(digest, instrument);
    return instrument;
  }

  /** The exact instrument behind a version; @throws Rejected `not-yet-known` */
  async refOf({ id, version }: InstrumentVersion): Promise<InstrumentRef> {
    const [found] = await this.references.find({ id, version });
    if (!found) throw notYetKnown(`${id} ${version}`);
    return { id, version, digest: found.id };
  }
}

function notYetKnown(value: string): Rejected {
  return new Rejected('not-yet-known', { field: 'instrument', value });
}
