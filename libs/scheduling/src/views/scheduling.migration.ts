import { sqlMigration } from '@kompass/read-store';

/** The tables of scheduling's views; every one carries its generation, so that a rebuild stands beside the live rows. */
export const schedulingViews = sqlMigration(
  'SchedulingViews1764028800000',
  `CREATE TABLE scheduling.schedule (
     generation    integer NOT NULL,
     evaluation_id text    NOT NULL,
     about         jsonb,
     plan          jsonb,
     status        text    NOT NULL CHECK (status IN ('open', 'finalised')),
     published     boolean NOT NULL,
     assessors     jsonb   NOT NULL,
     availability  jsonb   NOT NULL,
     invitees      jsonb   NOT NULL,
     PRIMARY KEY (generation, evaluation_id),
     CHECK ((about IS NULL) = (plan IS NULL))
   )`,
  `CREATE TABLE scheduling.interview (
     generation    integer     NOT NULL,
     evaluation_id text        NOT NULL,
     interview_id  text        NOT NULL,
     status        text        NOT NULL CHECK (status IN ('booked', 'held', 'cancelled')),
     group_key     text        NOT NULL,
     areas         jsonb       NOT NULL,
     title         jsonb,
     participants  integer     NOT NULL,
     start_at      timestamptz NOT NULL,
     end_at        timestamptz NOT NULL,
     room          text        NOT NULL,
     assessors     jsonb       NOT NULL,
     invitees      jsonb       NOT NULL,
     warnings      jsonb       NOT NULL,
     reason        jsonb,
     held_at       timestamptz,
     sequence      integer     NOT NULL,
     revision      bigint      NOT NULL,
     at            timestamptz NOT NULL,
     by            text        NOT NULL,
     PRIMARY KEY (generation, evaluation_id, interview_id),
     CHECK (start_at < end_at)
   )`,
  `CREATE INDEX interview_start_at ON scheduling.interview (generation, start_at)`,
);

/** Names and e-mails of the people invited: no view, so no generation. Without a name it is erased. */
export const invitees = sqlMigration(
  'Invitees1764028800001',
  `CREATE TABLE scheduling.invitee (
     evaluation_id text NOT NULL,
     invitee_id    text NOT NULL,
     name          text,
     email         text,
     PRIMARY KEY (evaluation_id, invitee_id),
     CHECK ((name IS NULL) = (email IS NULL))
   )`,
);
