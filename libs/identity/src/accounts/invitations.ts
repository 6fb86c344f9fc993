import { pathOf, routes, type AnswerOf } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import type { EntityManager } from 'typeorm';
import { digestOfToken, newSecretToken } from '../secret-token.js';

/** Days an invitation holds. */
const validDays = 7;

/** One-time links, of which only a digest is stored; one an account. */
export class Invitations {
  constructor(private readonly now: () => Date) {}

  /** A new link for an account (`null`: for the first administrator); the one before ends. */
  async issue(
    transaction: EntityManager,
    account: string | null,
  ): Promise<AnswerOf<typeof routes.inviteAccount>> {
    const token = newSecretToken();
    const expires = new Date(this.now().getTime() + validDays * 86_400_000).toISOString();
    await transaction.query(
      `INSERT INTO identity.invitation (digest, account, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (account) DO UPDATE SET digest = EXCLUDED.digest, expires_at = EXCLUDED.expires_at`,
      [digestOfToken(token), account, expires],
    );
    return { path: pathOf(routes.acceptInvitation, { token }), expires };
  }

  /** Uses a link up, if the transaction commits. @throws Rejected `invitation-unknown` */
  async take(transaction: EntityManager, token: string): Promise<{ readonly account: string | null }> {
    const [[invited]] = await transaction.query<[({ account: string | null } | undefined)[], number]>(
      'DELETE FROM identity.invitation WHERE digest = $1 AND expires_at > $2 RETURNING account',
      [digestOfToken(token), this.now()],
    );
    if (!invited) throw new Rejected('invitation-unknown');
    return invited;
  }
}
