import type { ReferenceTable } from '@kompass/messaging';

/** What decides whether somebody may assess. */
export interface KnownAssessor {
  readonly isAssessor: boolean;
  /** Holds the certificate today. */
  readonly isCertified: boolean;
  /** Id of the municipality the account is bound to: its own is not theirs to assess. */
  readonly boundTo: string | undefined;
}

/** A day of Europe/Oslo, as `2017-09-14`. */
const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' });

/** The people this context has heard of. */
export class AssessorDirectory {
  constructor(
    private readonly references: ReferenceTable<'person'>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** `undefined` for an account that nobody told of (yet). */
  async find(accountId: string): Promise<KnownAssessor | undefined> {
    const person = (await this.references.get(accountId))?.data;
    if (!person) return undefined;
    const { roles, certificates, municipality } = person;
    const today = dayOf.format(this.now());
    const isCertified = certificates.some(({ from = today, to = today }) => from <= today && today <= to);
    return { isAssessor: roles.includes('assessor'), isCertified, boundTo: municipality };
  }

  /** Whether an account has the role of an assessor; `undefined` for one that nobody told of (yet). */
  async isAssessor(accountId: string): Promise<boolean | undefined> {
    return (await this.find(accountId))?.isAssessor;
  }
}
