import type { ReferenceTable } from '@kompass/messaging';

/** The people this context has heard of. */
export class AssessorDirectory {
  constructor(private readonly references: ReferenceTable<'person'>) {}

  /** Whether an account has the role of an assessor; `undefined` for one that nobody told of (yet). */
  async isAssessor(accountId: string): Promise<boolean | undefined> {
    return (await this.references.get(accountId))?.data.roles.includes('assessor');
  }
}
