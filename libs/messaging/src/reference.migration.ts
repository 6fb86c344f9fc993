import { sqlMigration, type MigrationClass } from '@kompass/read-store';
import { referenceTableName, type ReferenceKind } from './reference-kinds.js';

/**
 * The tables of a context's reference data, a migration each. A tombstone leaves the row with its version, so that
 * nothing older comes back.
 */
export function referenceMigrations(
  schema: string,
  kinds: readonly ReferenceKind[],
): readonly MigrationClass[] {
  return kinds.map((kind) =>
    sqlMigration(
      `Reference_${kind}_1757894400001`,
      `CREATE TABLE ${referenceTableName(schema, kind)} (
         id      text    PRIMARY KEY,
         version bigint  NOT NULL,
         data    jsonb,
         deleted boolean NOT NULL GENERATED ALWAYS AS (data IS NULL) STORED
       )`,
    ),
  );
}
