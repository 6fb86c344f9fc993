import { sqlMigration } from '@kompass/read-store';

/** Evaluations opened before this were not blind and had no drafts: nothing of theirs has to be rebuilt. */
export const courseAccess = sqlMigration(
  'ScoringCourseAccess1764115200000',
  `ALTER TABLE scoring.access
     ADD COLUMN draft    boolean NOT NULL DEFAULT false,
     ADD COLUMN blind    boolean NOT NULL DEFAULT false,
     ADD COLUMN revealed jsonb   NOT NULL DEFAULT '{}'`,
);
