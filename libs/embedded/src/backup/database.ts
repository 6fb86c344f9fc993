import pg from 'pg';
import type { SequenceCopy, TableCopy } from './manifest.js';

/** The table of each schema that names the migrations applied to it. */
const migrationTable = 'migration';

/** Runs `work` in one transaction on a connection of its own. */
export async function inTransaction<T>(
  url: string,
  mode: 'REPEATABLE READ, READ ONLY' | 'READ COMMITTED',
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(url);
  client.on('error', () => undefined); // the query that meets it is rejected as well
  await client.connect();
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${mode}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end(); // what has not been committed is rolled back
  }
}

/** Every table of every schema of the application, without columns that PostgreSQL computes. */
export async function tablesOf(client: pg.Client): Promise<Omit<TableCopy, 'rows'>[]> {
  const { rows } = await client.query<Omit<TableCopy, 'rows'>>(
    `SELECT n.nspname AS schema, c.relname AS "table",
            array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND c.relpersistence <> 't'
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      GROUP BY n.nspname, c.relname
      ORDER BY n.nspname, c.relname`,
  );
  return rows;
}

/** Every sequence and how far it has come, which no snapshot holds back: never less than the tables say. */
export async function sequencesOf(client: pg.Client): Promise<SequenceCopy[]> {
  const { rows } = await client.query<Pick<SequenceCopy, 'schema' | 'sequence'>>(
    'SELECT schemaname AS schema, sequencename AS sequence FROM pg_sequences ORDER BY 1, 2',
  );
  const sequences: SequenceCopy[] = [];
  for (const { schema, sequence } of rows) {
    const { rows: state } = await client.query<Pick<SequenceCopy, 'value' | 'called'>>(
      `SELECT last_value AS value, is_called AS called FROM ${identifier(schema, sequence)}`,
    );
    sequences.push({ schema, sequence, ...state[0]! });
  }
  return sequences;
}

/** Names of the migrations applied, by schema. */
export async function migrationsOf(
  client: pg.Client,
  tables: readonly Pick<TableCopy, 'schema' | 'table'>[],
): Promise<Record<string, string[]>> {
  const migrations: Record<string, string[]> = {};
  for (const { schema, table } of tables) {
    if (table !== migrationTable) continue;
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM ${identifier(schema, table)} ORDER BY name`,
    );
    migrations[schema] = rows.map((row) => row.name);
  }
  return migrations;
}

/** A name as SQL writes it. */
export function identifier(...parts: readonly string[]): string {
  return parts.map((part) => pg.escapeIdentifier(part)).join('.');
}
