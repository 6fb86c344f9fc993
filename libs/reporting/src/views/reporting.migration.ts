import { sqlMigration } from '@kompass/read-store';

/** The tables of reporting's views; every one carries its generation, so that a rebuild stands beside the live rows. */
export const reportingViews = sqlMigration(
  'ReportingViews1757980800000',
  `CREATE TABLE reporting.result (
     generation   integer NOT NULL,
     result_id    text    NOT NULL,
     revision     bigint  NOT NULL,
     municipality text    NOT NULL,
     year         integer NOT NULL,
     instrument   text    NOT NULL,
     version      text    NOT NULL,
     evaluated_at text    NOT NULL,
     known_by     text    NOT NULL CHECK (known_by IN ('total', 'areas', 'questions')),
     origin       text    NOT NULL CHECK (origin IN ('recorded', 'evaluation')),
     edition      integer,
     reopened     boolean NOT NULL,
     total        integer,
     areas        jsonb   NOT NULL,
     questions    jsonb   NOT NULL,
     source       jsonb,
     PRIMARY KEY (generation, result_id)
   )`,
  `CREATE INDEX result_of_year ON reporting.result (generation, municipality, year)`,
  `CREATE TABLE reporting.longitudinal (
     generation   integer NOT NULL,
     municipality text    NOT NULL,
     series       jsonb   NOT NULL,
     PRIMARY KEY (generation, municipality)
   )`,
);
