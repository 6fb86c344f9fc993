import { sqlMigration } from '@kompass/read-store';
import { PeopleToldAnew } from './accounts/people-told-anew.js';

/** Schema of the accounts. */
export const identitySchema = 'identity';

const accounts = sqlMigration(
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

/** Private keys are sealed under the secret of the installation (`sealKey`). */
const signingKeys = sqlMigration(
  'SigningKeys1764000000000',
  `CREATE TABLE identity.signing_key (
     kid        text        PRIMARY KEY,
     sealed     bytea       NOT NULL,
     signs_from timestamptz NOT NULL
   )`,
);

/** Of an erased account only the id is left, which no other may have. */
const erasure = sqlMigration(
  'Erasure1764000000001',
  `ALTER TABLE identity.account ALTER COLUMN email DROP NOT NULL`,
  `ALTER TABLE identity.account ALTER COLUMN name DROP NOT NULL`,
  `ALTER TABLE identity.account ADD COLUMN erased_at timestamptz`,
  `ALTER TABLE identity.account ADD CONSTRAINT account_erased CHECK (
     CASE WHEN erased_at IS NULL THEN num_nulls(email, name) = 0
          ELSE num_nonnulls(email, name, municipality, password_hash) = 0
               AND disabled AND roles = '{}' AND certificates = '[]' END
   )`,
);

export const identityMigrations = [accounts, signingKeys, erasure, PeopleToldAnew];
