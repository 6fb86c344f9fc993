import { sqlMigration } from '@kompass/read-store';

/** Addresses are no matter of an evaluation, and gone once revoked: rows, and not events. */
export const calendarFeeds = sqlMigration(
  'SchedulingCalendarFeeds1764032400000',
  `CREATE TABLE scheduling.calendar_feed (
     id         uuid        PRIMARY KEY,
     account    text        NOT NULL,
     digest     bytea       NOT NULL UNIQUE,
     created_at timestamptz NOT NULL
   )`,
  `CREATE INDEX calendar_feed_account ON scheduling.calendar_feed (account)`,
  `CREATE INDEX interview_assessors ON scheduling.interview USING gin (assessors jsonb_path_ops)`,
);
