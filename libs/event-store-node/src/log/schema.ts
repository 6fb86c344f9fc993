import type { Client } from 'pg';
import { NodeRefused } from '../refused.js';

/** One row an event. `position` comes from the single writer, never from a sequence: a rolled back append leaves no gap. */
const schema = `
  CREATE SCHEMA IF NOT EXISTS event_store;
  CREATE TABLE IF NOT EXISTS event_store.event (
    position     bigint      PRIMARY KEY CHECK (position > 0),
    stream       text        COLLATE "C" NOT NULL,
    revision     bigint      NOT NULL CHECK (revision >= 0),
    id           uuid        NOT NULL,
    type         text        COLLATE "C" NOT NULL,
    content_type text        NOT NULL,
    data         bytea       NOT NULL,
    metadata     bytea       NOT NULL,
    created      timestamptz NOT NULL,
    UNIQUE (stream, revision)
  );
  CREATE INDEX IF NOT EXISTS event_by_id ON event_store.event (stream, id);
`;

/**
 * Settings of every connection. All queries of this library go through an index; but the planner knows only the size
 * the table had when it made a plan, and would keep a plan made for a few rows after there are many.
 */
export const sessionOptions = '-c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off';

/** Any number; the same in every process that may write this log. */
const writerLock = 5_021_640;

/** How long a predecessor that was just killed may keep the lock until PostgreSQL notices that it is gone. */
const lockTimeout = '2s';

/**
 * Makes a connection the one writer of the log for as long as it lives: takes the lock, then creates the table where
 * it is missing.
 *
 * @throws NodeRefused where another process writes the log, or (without `allowUnsafe`) where PostgreSQL is set to
 *   acknowledge what it has not written to disk
 */
export async function becomeWriter(client: Client, allowUnsafe: boolean): Promise<void> {
  if (!allowUnsafe) await assertDurable(client);
  await client.query(`SET lock_timeout = '${lockTimeout}'`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [writerLock]);
  } catch (error) {
    if ((error as { code?: string }).code === '55P03')
      throw new NodeRefused('another process writes this log');
    throw error;
  }
  await client.query('RESET lock_timeout');
  await client.query(schema);
}

async function assertDurable(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`,
  );
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
  if (off.length > 0)
    throw new NodeRefused(`PostgreSQL could lose acknowledged events: ${off.join(', ')} off`);
}
