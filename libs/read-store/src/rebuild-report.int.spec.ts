import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import { contextMigrations, sqlMigration } from './migrations.js';
import { openReadStore } from './open-read-store.js';
import { ReadStore } from './read-store.js';
import { rebuild } from './rebuild.js';
import { counted, tallies, tallyTable } from './tally.fixtures.js';
import { startTallyLog, type TallyLog } from './tally-log.fixtures.js';

jest.setTimeout(60_000);

const schema = 'views';
/** `json` has no equality, so that rows cannot be compared. */
const incomparable = sqlMigration(
  'Incomparable1757900000002',
  `ALTER TABLE ${schema}.tally ALTER COLUMN by_actor TYPE json`,
);

describe('the report of a rebuild', () => {
  let database: TestDatabase;
  let tally: TallyLog;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await testDatabase();
    tally = await startTallyLog(database.url);
    await tally.append('a', counted('x'));
  });
  afterAll(async () => {
    await tally?.stop();
    await database?.drop();
  });

  it('that cannot be made leaves no connection in a transaction', async () => {
    const migrations = [...contextMigrations(schema), tallyTable(schema), incomparable];
    const store = new ReadStore(await openReadStore({ url: database.url, schema, migrations }), schema);
    const environment = { store, url: database.url, log: tally.log, logId: tally.logId };
    await expect(rebuild(environment, [tallies])).rejects.toThrow('json = json');
    const { rows } = await database.pool.query(
      `SELECT query FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    expect(rows).toEqual([]);
    await store.dataSource.destroy();
  });
});
