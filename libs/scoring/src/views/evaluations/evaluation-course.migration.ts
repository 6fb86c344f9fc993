import { sqlMigration } from '@kompass/read-store';

export const evaluationCourse = sqlMigration(
  'ScoringEvaluationCourse1764115200002',
  `ALTER TABLE scoring.evaluation
     ADD COLUMN draft jsonb,
     DROP CONSTRAINT evaluation_status_check,
     ADD CONSTRAINT evaluation_status_check CHECK (status IN ('open', 'draft', 'finalised', 'cancelled'))`,
);
