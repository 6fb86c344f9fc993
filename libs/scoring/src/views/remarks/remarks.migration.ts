import { sqlMigration } from '@kompass/read-store';

export const remarksView = sqlMigration(
  'ScoringRemarks1764115200003',
  `CREATE TABLE scoring.remark (
     generation    integer NOT NULL,
     evaluation_id text    NOT NULL,
     remark_id     text    NOT NULL,
     revision      bigint  NOT NULL,
     remark        jsonb   NOT NULL,
     answer        jsonb,
     changes       jsonb   NOT NULL,
     PRIMARY KEY (generation, evaluation_id, remark_id)
   )`,
);
