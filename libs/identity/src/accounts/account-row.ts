import { integrationEvent, type Account, type IntegrationEvent, type SystemRole } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';

/** An account as it is stored, unless it was erased. */
export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly SystemRole[];
  readonly municipality: string | null;
  readonly certificates: Account['certificates'];
  readonly password_hash: string | null;
  readonly disabled: boolean;
  /** 1 when it was made, one more with every change. */
  readonly version: number;
}

/** An account as it is shown. */
export function shownAccount({
  id,
  email,
  name,
  roles,
  municipality,
  certificates,
  disabled,
}: AccountRow): Account {
  return { id, email, name, roles: [...roles], municipality, certificates, disabled };
}

/** What other contexts learn of an account: one that is disabled has no role with them either. */
export function personChanged(row: AccountRow, time: string, correlationId: string): IntegrationEvent {
  const { id, email, name, municipality, certificates, version } = row;
  const roles = row.disabled ? [] : [...row.roles];
  return integrationEvent(
    'PersonChanged',
    { key: id, version, time, correlationId, causationId: correlationId },
    { name, email, roles, certificates, ...(municipality === null ? {} : { municipality }) },
  );
}

/** What other contexts learn of an erased account. */
export function personErased(
  { id, version }: Pick<AccountRow, 'id' | 'version'>,
  time: string,
  correlationId: string,
): IntegrationEvent {
  return integrationEvent(
    'PersonChanged',
    { key: id, version, time, correlationId, causationId: correlationId },
    null,
  );
}

export type Certificate = Account['certificates'][number];

/** The certificates with one more; one that begins on the same day is replaced. In order of time. */
export function withCertificate(
  certificates: readonly Certificate[],
  certificate: Certificate | undefined,
): Certificate[] {
  if (!certificate) return [...certificates];
  return [...certificates.filter(({ from }) => from !== certificate.from), certificate].sort((a, b) =>
    a.from < b.from ? -1 : 1,
  );
}

/** The refusal that a violated constraint of the table stands for; any other error as it is. */
export function refusalOf(error: unknown): unknown {
  switch (constraintOf(error)) {
    case 'account_email':
      return new Rejected('email-taken', { field: 'email' });
    case 'account_pkey':
      return new Rejected('already-exists', { field: 'id' });
    default:
      return error;
  }
}

/** PostgreSQL names the constraint; TypeORM carries its error along. */
function constraintOf(error: unknown): unknown {
  const driverError: unknown = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return driverError instanceof Error && 'constraint' in driverError ? driverError.constraint : undefined;
}
