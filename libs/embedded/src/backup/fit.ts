import type { Manifest } from './manifest.js';

/** The part of a manifest that says which tables there were. */
export type Shape = Pick<Manifest, 'migrations'> & {
  readonly tables: readonly Pick<Manifest['tables'][number], 'schema' | 'table' | 'columns'>[];
};

/** What a backup has and a database has no place for: the first migration, table or column, in words. */
export function missingPlace(backup: Shape, database: Shape): string | undefined {
  for (const [schema, names] of Object.entries(backup.migrations)) {
    const missing = names.find((name) => !database.migrations[schema]?.includes(name));
    if (missing !== undefined) return `migration ${schema}.${missing}`;
  }
  for (const { schema, table, columns } of backup.tables) {
    const place = database.tables.find((made) => made.schema === schema && made.table === table);
    if (!place) return `table ${schema}.${table}`;
    const missing = columns.find((column) => !place.columns.includes(column));
    if (missing !== undefined) return `column ${schema}.${table}.${missing}`;
  }
  return undefined;
}
