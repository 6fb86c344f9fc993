import { sqlMigration } from '@kompass/read-store';

/** The tables of scoring's views; every one carries its generation, so that a rebuild stands beside the live rows. */
export const scoringViews = sqlMigration(
  'ScoringViews1757980800000',
  `CREATE TABLE scoring.evaluation (
     generation    integer     NOT NULL,
     evaluation_id text        NOT NULL,
     municipality  text        NOT NULL,
     head          jsonb       NOT NULL,
     status        text        NOT NULL CHECK (status IN ('open', 'finalised')),
     edition       integer     NOT NULL,
     assessors     jsonb       NOT NULL,
     finalised     jsonb,
     opened_at     timestamptz NOT NULL,
     PRIMARY KEY (generation, evaluation_id)
   )`,
  `CREATE TABLE scoring.access (
     generation    integer NOT NULL,
     evaluation_id text    NOT NULL,
     municipality  text    NOT NULL,
     members       jsonb   NOT NULL,
     published     boolean NOT NULL,
     PRIMARY KEY (generation, evaluation_id)
   )`,
  `CREATE TABLE scoring.area_total (
     generation    integer NOT NULL,
     evaluation_id text    NOT NULL,
     area_id       text    NOT NULL,
     indicators    integer NOT NULL,
     done          integer NOT NULL,
     agreed        jsonb   NOT NULL,
     points        integer,
     printed       integer,
     edition       integer NOT NULL,
     finalised     jsonb,
     PRIMARY KEY (generation, evaluation_id, area_id)
   )`,
  `CREATE TABLE scoring.audit_entry (
     generation    integer     NOT NULL,
     evaluation_id text        NOT NULL,
     revision      bigint      NOT NULL,
     at            timestamptz NOT NULL,
     actor         text        NOT NULL,
     type          text        NOT NULL,
     slot          text        NOT NULL,
     area          text,
     question      text,
     indicator     text,
     value         jsonb,
     PRIMARY KEY (generation, evaluation_id, revision)
   )`,
  `CREATE INDEX audit_entry_slot ON scoring.audit_entry (generation, evaluation_id, slot, revision)`,
  `CREATE INDEX audit_entry_indicator ON scoring.audit_entry (generation, evaluation_id, indicator, revision)`,
);
