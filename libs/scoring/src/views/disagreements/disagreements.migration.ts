import { sqlMigration } from '@kompass/read-store';

export const disagreementsView = sqlMigration(
  'ScoringDisagreements1764115200001',
  `CREATE TABLE scoring.indicator_score (
     generation    integer NOT NULL,
     evaluation_id text    NOT NULL,
     indicator     text    NOT NULL,
     area          text    NOT NULL,
     question      text    NOT NULL,
     proposals     jsonb   NOT NULL,
     agreement     jsonb,
     PRIMARY KEY (generation, evaluation_id, indicator)
   )`,
);
