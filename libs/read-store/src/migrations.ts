import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration as TypeORM takes it. */
export type MigrationClass = new () => MigrationInterface;

/**
 * A migration written in SQL, forward only: a view is rebuilt, not downgraded.
 *
 * @param name what it does and, as its last 13 digits, when it was written (milliseconds): `AreaTotal1757900000000`
 */
export function sqlMigration(name: string, ...statements: readonly string[]): MigrationClass {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement);
    }

    down(): Promise<void> {
      return Promise.reject(new Error(`migration ${name} only goes forward`));
    }
  };
}

/**
 * The tables that every context has in its schema:
 *
 * - `checkpoint`: how far a generation of a projection has come, its last event, and which one readers see (`current`)
 * - `seen_stream`: the last revision of each stream that a generation has applied
 * - `passage_key`: the keys of sealed passages; a deleted key is an erased passage
 * - `relay_position`: how far the log has been published
 * - `parked_message`: what consumers could not handle, and what waits behind it; a skipped message stays, so that it is
 *   known when it comes again
 *
 * Positions are text, `<commit>-<prepare>`.
 */
export function contextMigrations(schema: string): readonly MigrationClass[] {
  return [contextTables(schema), parkedMessage(schema)];
}

function contextTables(schema: string): MigrationClass {
  return sqlMigration(
    'ContextTables1757894400000',
    `CREATE TABLE "${schema}".checkpoint (
       projection     text        NOT NULL,
       generation     integer     NOT NULL,
       current        boolean     NOT NULL,
       state          text        NOT NULL CHECK (state IN ('live', 'building', 'halted')),
       position       text        CHECK (position ~ '^[0-9]{1,20}-[0-9]{1,20}$'),
       event_id       uuid,
       event_stream   text,
       event_revision bigint,
       event_position text,
       log_id         text        NOT NULL,
       epoch          integer     NOT NULL,
       error          jsonb,
       updated_at     timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (projection, generation),
       CHECK ((state = 'halted') = (error IS NOT NULL)),
       CHECK (num_nulls(event_id, event_stream, event_revision, event_position) IN (0, 4))
     )`,
    `CREATE UNIQUE INDEX checkpoint_current ON "${schema}".checkpoint (projection) WHERE current`,
    `CREATE TABLE "${schema}".seen_stream (
       projection text    NOT NULL,
       generation integer NOT NULL,
       stream     text    NOT NULL,
       revision   bigint  NOT NULL,
       PRIMARY KEY (projection, generation, stream)
     )`,
    `CREATE TABLE "${schema}".passage_key (
       id         uuid        PRIMARY KEY,
       key        bytea       NOT NULL CHECK (length(key) = 32),
       created_at timestamptz NOT NULL DEFAULT now()
     )`,
    `CREATE TABLE "${schema}".relay_position (
       name       text        PRIMARY KEY,
       position   text        CHECK (position ~ '^[0-9]{1,20}-[0-9]{1,20}$'),
       epoch      integer     NOT NULL,
       log_id     text        NOT NULL,
       updated_at timestamptz NOT NULL DEFAULT now()
     )`,
  );
}

function parkedMessage(schema: string): MigrationClass {
  return sqlMigration(
    'ParkedMessage1795550400000',
    `CREATE TABLE "${schema}".parked_message (
       id          bigserial   PRIMARY KEY,
       consumer    text        NOT NULL,
       topic       text        NOT NULL,
       key         text        NOT NULL,
       digest      text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
       bytes       bytea,
       type        text,
       message_id  uuid,
       attempts    integer     NOT NULL CHECK (attempts >= 0),
       problem     text,
       parked_at   timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
       skipped_at  timestamptz,
       skipped_by  text,
       skip_reason text,
       CHECK (num_nulls(skipped_at, skipped_by, skip_reason) IN (0, 3)),
       CHECK (bytes IS NOT NULL OR skipped_at IS NOT NULL)
     )`,
    `CREATE UNIQUE INDEX parked_message_once ON "${schema}".parked_message (consumer, topic, key, digest)`,
    `CREATE INDEX parked_message_waiting ON "${schema}".parked_message (consumer, topic, key, id)
      WHERE skipped_at IS NULL`,
  );
}
