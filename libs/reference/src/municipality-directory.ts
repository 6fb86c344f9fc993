import { lastHolder } from '@kompass/instrument';
import type { ReferenceTable } from '@kompass/messaging';

/** The municipalities a context has heard of from the register. */
export class MunicipalityDirectory {
  constructor(private readonly references: ReferenceTable<'municipality'>) {}

  /** The id of a municipality, given that or any number it has or had; of several that had it, the last. */
  async idOf(municipality: string): Promise<string | undefined> {
    const known = await this.references.get(municipality);
    if (known) return known.id;
    const found = await this.references.find({ numbers: [{ number: municipality }] });
    const holders = found.map(({ id, data: { numbers } }) => ({ id, numbers }));
    return lastHolder(holders, municipality)?.id;
  }
}
