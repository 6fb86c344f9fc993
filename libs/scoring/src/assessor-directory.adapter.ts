import { Rejected } from '@kompass/kernel';
import type { ReferenceTable } from '@kompass/messaging';

/** The people this context has heard of. */
export class AssessorDirectory {
  constructor(private readonly references: ReferenceTable<'person'>) {}

  /** @throws Rejected `not-yet-known` for an account nobody told of, `no-assessor` for one without that role */
  async hold(accountId: string): Promise<void> {
    const person = await this.references.get(accountId);
    if (!person) throw new Rejected('not-yet-known', { field: 'accountId', value: accountId });
    if (!person.data.roles.includes('assessor')) {
      throw new Rejected('no-assessor', { field: 'accountId', value: accountId });
    }
  }
}
