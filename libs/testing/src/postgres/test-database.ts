import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { testCluster } from './cluster.js';

/** An empty database of its own for a test file. */
export interface TestDatabase {
  /** With user and password; the user is a superuser. */
  readonly url: string;
  /** A few connections to it, opened when first used. */
  readonly pool: pg.Pool;
  /** Ends the pool and every other connection, and drops the database. */
  drop(): Promise<void>;
}

/**
 * An empty database on the PostgreSQL that this test process shares (started at first use; without fsync).
 * Call it in `beforeAll` and `drop()` in `afterAll`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = await testCluster();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(cluster, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(cluster), { pathname: `/${name}` }).href;
  const pool = new pg.Pool({ connectionString: url, max: 5 });
  pool.on('error', () => undefined); // `drop` ends what is still connected
  const drop = async () => {
    await pool.end();
    await execute(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url, pool, drop };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined); // the query that meets it is rejected as well
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
