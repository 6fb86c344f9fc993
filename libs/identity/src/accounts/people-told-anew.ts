import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { personChanged, type AccountRow } from './account-row.js';

/** Scheduling listens to people from now on: they are told of once more, and who knows them finds nothing new in it. */
export class PeopleToldAnew implements MigrationInterface {
  readonly name = 'PeopleToldAnew1764032400000';

  async up(runner: QueryRunner): Promise<void> {
    const sql = 'SELECT * FROM identity.account WHERE erased_at IS NULL ORDER BY id';
    const accounts = (await runner.query(sql)) as AccountRow[];
    for (const account of accounts) {
      const message = personChanged(account, new Date().toISOString(), randomUUID());
      await runner.query('INSERT INTO identity.outbox (key, message) VALUES ($1, $2)', [
        account.id,
        JSON.stringify(message),
      ]);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error(`migration ${this.name} only goes forward`));
  }
}
