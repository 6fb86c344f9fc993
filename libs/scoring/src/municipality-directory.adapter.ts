import { Rejected } from '@kompass/kernel';
import type { ReferenceTable } from '@kompass/messaging';

/** The municipalities this context has heard of from the register. */
export class MunicipalityDirectory {
  constructor(private readonly references: ReferenceTable<'municipality'>) {}

  /**
   * The id of a municipality, given that or any number it has or had.
   *
   * @throws Rejected `not-yet-known`
   */
  async idOf(municipality: string): Promise<string> {
    const found =
      (await this.references.get(municipality)) ??
      (await this.references.find({ numbers: [{ number: municipality }] }))[0];
    if (!found) throw new Rejected('not-yet-known', { field: 'municipality', value: municipality });
    return found.id;
  }
}
