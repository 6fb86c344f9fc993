import { sqlMigration } from '@kompass/read-store';

/** The tables of the register's views; every one carries its generation, so that a rebuild stands beside the live rows. */
export const registerViews = sqlMigration(
  'RegisterViews1757980800000',
  `CREATE TABLE register.municipality (
     generation      integer NOT NULL,
     municipality_id text    NOT NULL,
     revision        bigint  NOT NULL,
     country         text    NOT NULL CHECK (country IN ('NO', 'SE')),
     names           jsonb   NOT NULL,
     numbers         jsonb   NOT NULL,
     groups          jsonb   NOT NULL,
     successors      jsonb   NOT NULL,
     PRIMARY KEY (generation, municipality_id)
   )`,
  `CREATE INDEX municipality_number ON register.municipality USING gin (numbers jsonb_path_ops)`,
  `CREATE TABLE register.instrument (
     generation    integer NOT NULL,
     digest        text    NOT NULL,
     revision      bigint  NOT NULL,
     instrument_id text    NOT NULL,
     version       text    NOT NULL,
     document      jsonb   NOT NULL,
     crosswalks    jsonb   NOT NULL,
     PRIMARY KEY (generation, digest)
   )`,
  `CREATE INDEX instrument_version ON register.instrument (generation, instrument_id, version)`,
);
