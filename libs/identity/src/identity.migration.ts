import { sqlMigration } from '@kompass/read-store';

/** Schema of the accounts. */
export const identitySchema = 'identity';

export const identityMigration = sqlMigration(
  'Identity1757980800000',
  `CREATE TABLE identity.account (
     id            text        PRIMARY KEY,
     email         text        NOT NULL,
     name          text        NOT NULL,
     roles         text[]      NOT NULL
       CHECK (roles <@ ARRAY['admin', 'assessor', 'auditor', 'municipality', 'reader']),
     municipality  text        CHECK (municipality IS NOT NULL OR NOT 'municipality' = ANY (roles)),
     certificates  jsonb       NOT NULL,
     password_hash text,
     disabled      boolean     NOT NULL DEFAULT false,
     version       bigint      NOT NULL
   )`,
  `CREATE UNIQUE INDEX account_email ON identity.account (lower(email))`,
  `CREATE TABLE identity.session (
     digest     bytea       PRIMARY KEY,
     account    text        NOT NULL REFERENCES identity.account ON DELETE CASCADE,
     expires_at timestamptz NOT NULL
   )`,
  `CREATE INDEX session_account ON identity.session (account)`,
  `CREATE INDEX session_expires_at ON identity.session (expires_at)`,
  `CREATE TABLE identity.invitation (
     digest     bytea       PRIMARY KEY,
     account    text        UNIQUE NULLS NOT DISTINCT REFERENCES identity.account ON DELETE CASCADE,
     expires_at timestamptz NOT NULL
   )`,
  `COMMENT ON COLUMN identity.invitation.account IS 'NULL: the first administrator, whose account is made by accepting'`,
  `CREATE TABLE identity.throttle (
     key    varchar(255) PRIMARY KEY,
     points integer      NOT NULL,
     expire bigint
   )`,
  `CREATE TABLE identity.outbox (
     id      bigserial PRIMARY KEY,
     key     text      NOT NULL,
     message jsonb     NOT NULL
   )`,
);
