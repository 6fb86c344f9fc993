import { sqlMigration, type MigrationClass } from '@kompass/read-store';
import { referenceTableName, type ReferenceKind } from './reference-kinds.js';

/** The tables of a context's reference data. A tombstone leaves the row with its version, so that nothing older comes back. */
export function referenceMigration(schema: string, kinds: readonly ReferenceKind[]): MigrationClass {
  return sqlMigration(
    'ReferenceTables1757894400001',
    ...kinds.map(
      (kind) => `CREATE TABLE ${referenceTableName(schema, kind)} (
        id      text    PRIMARY KEY,
        version bigint  NOT NULL,
        data    jsonb,
        deleted boolean NOT NULL GENERATED ALWAYS AS (data IS NULL) STORED
      )`,
    ),
  );
}
