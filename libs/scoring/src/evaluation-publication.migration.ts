import { sqlMigration } from '@kompass/read-store';

/** Scheduling listens from now on, and has to hear of what is under way: everything is told once more. */
export const evaluationsToldAnew = sqlMigration(
  'EvaluationsToldAnew1764028800001',
  `UPDATE scoring.relay_position SET position = NULL`,
);
