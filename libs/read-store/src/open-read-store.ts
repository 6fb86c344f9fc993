import { DataSource } from 'typeorm';
import { cellTypes } from './cell-types.js';
import type { MigrationClass } from './migrations.js';

export interface ReadStoreOptions {
  /** `postgres://…` */
  readonly url: string;
  /** The context's own schema. */
  readonly schema: string;
  /** Every migration of the schema; see `contextMigrations` and `sqlMigration`. */
  readonly migrations: readonly MigrationClass[];
  /** Connections at most; no fewer than 3, since migrations and rebuilds hold one while they use another. */
  readonly poolSize?: number;
}

/** The schema has migrations that this version does not know; nothing was changed. */
export class SchemaOfNewerVersion extends Error {
  constructor(schema: string, migration: string) {
    super(
      `schema ${schema} was migrated by a newer version (${migration}): start that version or restore a backup`,
    );
    this.name = 'SchemaOfNewerVersion';
  }
}

/**
 * Opens a context's part of PostgreSQL: creates the schema, brings its tables up to date (one starter at a time)
 * and answers a TypeORM data source that the caller destroys.
 *
 * @throws SchemaOfNewerVersion
 */
export async function openReadStore(options: ReadStoreOptions): Promise<DataSource> {
  const { url, schema, migrations, poolSize = 5 } = options;
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    applicationName: `kompass-${schema}`,
    poolSize,
    extra: { types: cellTypes },
    logger: 'debug', // what fails is thrown; TypeORM itself speaks under DEBUG=typeorm:*
    synchronize: false,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  try {
    await migrate(dataSource, schema);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`kompass:migrate:${schema}`]);
    await lock.createSchema(schema, true);
    await refuseNewer(dataSource, schema);
    await dataSource.runMigrations();
  } finally {
    await lock.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await lock.release();
  }
}

async function refuseNewer(dataSource: DataSource, schema: string): Promise<void> {
  const table = `"${schema}".migration`;
  const [found] = await dataSource.query<{ exists: boolean }[]>(
    'SELECT to_regclass($1) IS NOT NULL AS exists',
    [table],
  );
  if (!found?.exists) return;
  const known = dataSource.migrations.map(({ name }) => name);
  const [unknown] = await dataSource.query<{ name: string }[]>(
    `SELECT name FROM ${table} WHERE name <> ALL ($1) ORDER BY "timestamp" DESC LIMIT 1`,
    [known],
  );
  if (unknown) throw new SchemaOfNewerVersion(schema, unknown.name);
}
