import { randomUUID } from 'node:crypto';
import { digestOfToken, newSecretToken } from '@kompass/identity';
import { Rejected } from '@kompass/kernel';
import type { Subscription } from '@kompass/messaging';
import type { ReadStore } from '@kompass/read-store';

/** The most addresses an account can have. */
export const mostFeeds = 10;

/** The secret addresses of calendars, of which only a digest is stored. */
export class CalendarFeeds {
  constructor(
    private readonly store: ReadStore,
    private readonly now: () => Date,
  ) {}

  /** @returns the secret, this once @throws Rejected `too-many-feeds` */
  async create(account: string): Promise<{ readonly id: string; readonly secret: string }> {
    const [id, secret] = [randomUUID(), newSecretToken()];
    await this.store.dataSource.transaction(async (transaction) => {
      const lock = `kompass:calendar-feeds:${account}`;
      await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
      const made = await transaction.query<unknown[]>(
        `INSERT INTO scheduling.calendar_feed (id, account, digest, created_at)
         SELECT $1, $2, $3, $4
          WHERE (SELECT count(*) FROM scheduling.calendar_feed WHERE account = $2) < $5
         RETURNING id`,
        [id, account, digestOfToken(secret), this.now(), mostFeeds],
      );
      if (made.length === 0) throw new Rejected('too-many-feeds', { max: mostFeeds });
    });
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

  /** Removes every address of an account that is erased. */
  async forget(account: string): Promise<void> {
    await this.store.dataSource.query('DELETE FROM scheduling.calendar_feed WHERE account = $1', [account]);
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

/** Forgets with a person the addresses they made. */
export function forgetFeeds(feeds: CalendarFeeds): Subscription<'kompass.people.v1'> {
  return {
    group: 'scheduling.forget-calendar-feeds',
    topics: ['kompass.people.v1'],
    handle: async ({ key, data }) => {
      if (data === null) await feeds.forget(key);
    },
  };
}
