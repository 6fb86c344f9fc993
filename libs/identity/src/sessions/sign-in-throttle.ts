import { createHash } from 'node:crypto';
import { Rejected } from '@kompass/kernel';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { identitySchema } from '../identity.migration.js';

/** Failed attempts allowed within a quarter of an hour, for an e-mail address from one place and for the place. */
const limits = { person: 5, place: 50 };
const duration = 15 * 60;

/**
 * Slows down who guesses passwords. Attempts are counted before the password is looked at, so that many at once
 * gain nothing, and taken back when it was right. Somebody who guesses locks out themselves, not the person.
 */
export class SignInThrottle {
  readonly #person: RateLimiterPostgres;
  readonly #place: RateLimiterPostgres;

  constructor(database: DataSource) {
    const options = {
      storeClient: database,
      storeType: 'typeorm',
      schemaName: identitySchema,
      tableName: 'throttle',
      tableCreated: true,
      duration,
    };
    this.#person = new RateLimiterPostgres({ ...options, keyPrefix: 'person', points: limits.person });
    this.#place = new RateLimiterPostgres({ ...options, keyPrefix: 'place', points: limits.place });
  }

  /**
   * Counts an attempt; the answer takes it back.
   *
   * @throws Rejected `too-many-attempts`
   */
  async attempt(email: string, address: string): Promise<() => Promise<void>> {
    const person = createHash('sha256').update(`${email.toLowerCase()} ${address}`).digest('hex');
    try {
      await this.#place.consume(address);
      await this.#person.consume(person);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new Rejected('too-many-attempts', {
        retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)),
      });
    }
    return async () => {
      await this.#person.delete(person);
      await this.#place.reward(address);
    };
  }
}
