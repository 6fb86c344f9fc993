import { randomUUID } from 'node:crypto';
import { digestOfToken, newSecretToken } from '@kompass/identity';
import { Rejected } from '@kompass/kernel';
import type { ReadStore } from '@kompass/read-store';

/** The secret addresses of calendars, of which only a digest is stored. */
export class CalendarFeeds {
  constructor(
    private readonly store: ReadStore,
    private readonly now: () => Date,
  ) {}

  /** @returns the secret, this once */
  async create(account: string): Promise<{ readonly id: string; readonly secret: string }> {
    const [id, secret] = [randomUUID(), newSecretToken()];
    await this.store.dataSource.query(
      'INSERT INTO scheduling.calendar_feed (id, account, digest, created_at) VALUES ($1, $2, $3, $4)',
      [id, account, digestOfToken(secret), this.now()],
    );
    return { id, secret };
  }

  async list(account: string): Promise<{ id: string; createdAt: string }[]> {
    return this.store.dataSource.query(
      `SELECT id, created_at AS "createdAt" FROM scheduling.calendar_feed
        WHERE account = $1 ORDER BY created_at, id`,
      [account],
    );
  }

  /** @throws Rejected `not-found`, also for one of somebody else */
  async revoke(account: string, id: string): Promise<void> {
    const [, count] = await this.store.dataSource.query<[unknown, number]>(
      'DELETE FROM scheduling.calendar_feed WHERE id = $1 AND account = $2',
      [id, account],
    );
    if (count === 0) throw new Rejected('not-found');
  }

  /** Whose an address is. @throws Rejected `not-found` */
  async accountOf(secret: string): Promise<string> {
    const [feed] = await this.store.dataSource.query<{ account: string }[]>(
      'SELECT account FROM scheduling.calendar_feed WHERE digest = $1',
      [digestOfToken(secret)],
    );
    if (!feed) throw new Rejected('not-found');
    return feed.account;
  }
}
