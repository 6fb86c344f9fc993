import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IntegrationEvent } from '@kompass/contracts';
import { openReadStore } from '@kompass/read-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { identityMigrations, identitySchema } from '../identity.migration.js';
import { PeopleToldAnew } from './people-told-anew.js';

describe('an installation from before scheduling', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const migrated = async (migrations: typeof identityMigrations) =>
    (await openReadStore({ url: database.url, schema: identitySchema, migrations })).destroy();

  it('tells of everybody again, but for those who were erased', async () => {
    await migrated(identityMigrations.filter((migration) => migration !== PeopleToldAnew));
    await database.pool.query(
      `INSERT INTO identity.account (id, email, name, roles, certificates, disabled, version, erased_at) VALUES
         ('lead', 'lead@kompass.example', 'Assessor A', '{assessor}', '[]', false, 4, NULL),
         ('gone', NULL, NULL, '{}', '[]', true, 7, now())`,
    );
    await migrated(identityMigrations);
    await migrated(identityMigrations);
    const { rows } = await database.pool.query<{ message: IntegrationEvent }>(
      'SELECT message FROM identity.outbox',
    );
    expect(rows.map(({ message }) => message)).toMatchObject([
      { type: 'PersonChanged', key: 'lead', version: 4, data: { name: 'Assessor A', roles: ['assessor'] } },
    ]);
  });
});
