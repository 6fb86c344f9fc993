import { sqlMigration } from '@kompass/read-store';

export const evidenceView = sqlMigration(
  'ScoringEvidence1764028800000',
  `CREATE TABLE scoring.evidence (
     generation    integer     NOT NULL,
     evaluation_id text        NOT NULL,
     evidence_id   text        NOT NULL,
     kind          text        NOT NULL CHECK (kind IN ('interview')),
     group_key     text        NOT NULL,
     areas         jsonb       NOT NULL,
     held_at       timestamptz NOT NULL,
     revision      bigint      NOT NULL,
     PRIMARY KEY (generation, evaluation_id, evidence_id)
   )`,
);
