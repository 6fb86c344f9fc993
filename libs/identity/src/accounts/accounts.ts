import { randomUUID } from 'node:crypto';
import { routes, type Account, type AnswerOf, type InputOf, type IntegrationEvent } from '@kompass/contracts';
import { logContext, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { hashPassword } from '../sessions/password.js';
import { operator, type Sessions } from '../sessions/sessions.js';
import {
  personChanged,
  personErased,
  refusalOf,
  shownAccount,
  withCertificate,
  type AccountRow,
} from './account-row.js';
import type { Invitations } from './invitations.js';

export type NewAccount = InputOf<typeof routes.createAccount>['body'];
export type AccountChange = InputOf<typeof routes.changeAccount>['body'];

/** An account that is given its password, for example one of the demo. */
export type SeededAccount = NewAccount & Required<Pick<NewAccount, 'id' | 'password'>>;

/** The accounts. Every change is told to the other contexts in the same transaction. */
export class Accounts {
  constructor(
    private readonly database: DataSource,
    private readonly sessions: Sessions,
    private readonly invitations: Invitations,
    private readonly now: () => Date,
  ) {}

  /** All of them for an administrator, their own for everybody else. */
  async list(reader: Reader): Promise<Account[]> {
    if (reader === 'anybody') return [];
    const all = reader.roles.includes('admin');
    const rows = await this.database.query<AccountRow[]>(
      'SELECT * FROM identity.account WHERE ($1 OR id = $2) AND erased_at IS NULL ORDER BY name, id',
      [all, reader.accountId],
    );
    return rows.map(shownAccount);
  }

  /** @throws Rejected `already-exists`, `email-taken` */
  async create(account: NewAccount): Promise<AnswerOf<typeof routes.createAccount>> {
    if (account.id === operator) throw new Rejected('already-exists', { field: 'id' });
    const passwordHash = account.password === undefined ? null : await hashPassword(account.password);
    return this.#transaction(async (transaction) => {
      const row = await this.#insert(transaction, account, passwordHash);
      if (passwordHash !== null) return { account: shownAccount(row) };
      return { account: shownAccount(row), invitation: await this.invitations.issue(transaction, row.id) };
    });
  }

  /**
   * @throws Rejected `account-unknown`, `email-taken`, `last-administrator`, `municipality-required`
   */
  async change(id: string, change: AccountChange): Promise<Account> {
    const row = await this.#transaction(async (transaction) => {
      const before = await this.#demand(transaction, id);
      const { certificate, ...fields } = change;
      const after = { ...before, ...fields, certificates: withCertificate(before.certificates, certificate) };
      if (after.roles.includes('municipality') && after.municipality === null) {
        throw new Rejected('municipality-required', { field: 'municipality' });
      }
      if (administers(before) && !administers(after)) await this.#refuseLastAdministrator(transaction, id);
      if (after.disabled) await this.sessions.endAll(id, transaction);
      return this.#update(transaction, after);
    });
    this.sessions.forget(id);
    return shownAccount(row);
  }

  /**
   * Erases the person: what is known of them goes here at once, and from the other contexts by a tombstone. The id
   * stays, since events name it, and can belong to nobody else.
   *
   * @throws Rejected `account-unknown`, `last-administrator`
   */
  async erase(id: string): Promise<void> {
    await this.#transaction(async (transaction) => {
      const before = await this.#demand(transaction, id);
      if (administers(before)) await this.#refuseLastAdministrator(transaction, id);
      await this.sessions.endAll(id, transaction);
      await transaction.query('DELETE FROM identity.invitation WHERE account = $1', [id]);
      const [[erased]] = await transaction.query<[[Pick<AccountRow, 'id' | 'version'>], number]>(
        `UPDATE identity.account
            SET email = NULL, name = NULL, roles = '{}', municipality = NULL, certificates = '[]',
                password_hash = NULL, disabled = true, erased_at = $2, version = version + 1
          WHERE id = $1 RETURNING id, version`,
        [id, this.now()],
      );
      await this.#tell(transaction, personErased(erased, ...this.#occasion()));
    });
    this.sessions.forget(id);
  }

  /** Tells the other contexts of every account again: as it is now, or that it is erased. */
  async tellAll(): Promise<void> {
    const [time, correlationId] = this.#occasion();
    await this.#transaction(async (transaction) => {
      // Locked, so that no change made meanwhile is told before what was.
      const rows = await transaction.query<(AccountRow & { erased_at: Date | null })[]>(
        'SELECT * FROM identity.account ORDER BY id FOR SHARE',
      );
      for (const row of rows) {
        const told = row.erased_at === null ? personChanged : personErased;
        await this.#tell(transaction, told(row, time, correlationId));
      }
    });
  }

  /** A new one-time link; earlier ones of the account end. @throws Rejected `account-unknown` */
  invite(id: string): Promise<AnswerOf<typeof routes.inviteAccount>> {
    return this.#transaction(async (transaction) => {
      const [row] = await transaction.query<unknown[]>(
        'SELECT 1 FROM identity.account WHERE id = $1 AND erased_at IS NULL FOR SHARE',
        [id],
      );
      if (!row) throw new Rejected('account-unknown', { value: id });
      return this.invitations.issue(transaction, id);
    });
  }

  /**
   * Uses a one-time link: sets the password, ends every session of the account.
   *
   * @throws Rejected `invitation-unknown`, `administrator-incomplete`, `email-taken`
   */
  async accept(token: string, answer: InputOf<typeof routes.acceptInvitation>['body']): Promise<void> {
    const accountId = await this.#transaction(async (transaction) => {
      const invited = await this.invitations.take(transaction, token);
      const passwordHash = await hashPassword(answer.password);
      if (invited.account === null) return this.#firstAdministrator(transaction, answer, passwordHash);
      await transaction.query('UPDATE identity.account SET password_hash = $2 WHERE id = $1', [
        invited.account,
        passwordHash,
      ]);
      await this.sessions.endAll(invited.account, transaction);
      return invited.account;
    });
    this.sessions.forget(accountId);
  }

  /**
   * The path of the one-time link by which the first administrator makes their account, new each time;
   * `undefined` once there is an administrator.
   */
  firstAdministratorLink(): Promise<string | undefined> {
    return this.#transaction(async (transaction) => {
      if (await this.#hasAdministrator(transaction)) return undefined;
      return (await this.invitations.issue(transaction, null)).path;
    });
  }

  /** Makes those accounts that are not there, and sets the passwords of those that are, unless they were erased. */
  async seed(accounts: readonly SeededAccount[]): Promise<void> {
    for (const account of accounts) {
      const passwordHash = await hashPassword(account.password);
      await this.#transaction(async (transaction) => {
        const [, found] = await transaction.query<[unknown, number]>(
          `UPDATE identity.account SET password_hash = CASE WHEN erased_at IS NULL THEN $2 END WHERE id = $1`,
          [account.id, passwordHash],
        );
        if (found === 0) await this.#insert(transaction, account, passwordHash);
      });
    }
  }

  async #firstAdministrator(
    transaction: EntityManager,
    { email, name }: InputOf<typeof routes.acceptInvitation>['body'],
    passwordHash: string,
  ): Promise<string> {
    if (email === undefined || name === undefined) {
      const missing = Object.entries({ email, name }).filter(([, value]) => value === undefined);
      throw new Rejected('administrator-incomplete', {
        errors: missing.map(([field]) => ({ field, rule: 'required' })),
      });
    }
    if (await this.#hasAdministrator(transaction)) throw new Rejected('invitation-unknown');
    return (await this.#insert(transaction, { email, name, roles: ['admin'] }, passwordHash)).id;
  }

  async #hasAdministrator(transaction: EntityManager): Promise<boolean> {
    const rows = await transaction.query<unknown[]>(
      `SELECT 1 FROM identity.account WHERE 'admin' = ANY (roles) LIMIT 1`,
    );
    return rows.length > 0;
  }

  /** The account, held against other changes: one at a time, so that two administrators cannot dismiss each other. */
  async #demand(transaction: EntityManager, id: string): Promise<AccountRow> {
    await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('kompass:identity:accounts', 0))`);
    const [row] = await transaction.query<AccountRow[]>(
      'SELECT * FROM identity.account WHERE id = $1 AND erased_at IS NULL FOR UPDATE',
      [id],
    );
    if (!row) throw new Rejected('account-unknown', { value: id });
    return row;
  }

  async #refuseLastAdministrator(transaction: EntityManager, id: string): Promise<void> {
    const others = await transaction.query<unknown[]>(
      `SELECT 1 FROM identity.account
        WHERE 'admin' = ANY (roles) AND NOT disabled AND password_hash IS NOT NULL AND id <> $1
        LIMIT 1`,
      [id],
    );
    if (others.length === 0) throw new Rejected('last-administrator');
  }

  async #insert(
    transaction: EntityManager,
    {
      id = randomUUID(),
      email,
      name,
      roles,
      municipality = null,
      certificate,
    }: Omit<NewAccount, 'password' | 'municipality'> & { municipality?: string | null },
    passwordHash: string | null,
  ): Promise<AccountRow> {
    const [row] = await transaction.query<[AccountRow]>(
      `INSERT INTO identity.account (id, email, name, roles, municipality, certificates, password_hash, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING *`,
      [id, email, name, roles, municipality, JSON.stringify(withCertificate([], certificate)), passwordHash],
    );
    await this.#tell(transaction, personChanged(row, ...this.#occasion()));
    return row;
  }

  async #update(transaction: EntityManager, after: AccountRow): Promise<AccountRow> {
    const { id, email, name, roles, municipality, certificates, disabled } = after;
    const [[row]] = await transaction.query<[[AccountRow], number]>(
      `UPDATE identity.account
          SET email = $2, name = $3, roles = $4, municipality = $5, certificates = $6, disabled = $7,
              version = version + 1
        WHERE id = $1 RETURNING *`,
      [id, email, name, roles, municipality, JSON.stringify(certificates), disabled],
    );
    await this.#tell(transaction, personChanged(row, ...this.#occasion()));
    return row;
  }

  async #tell(transaction: EntityManager, message: IntegrationEvent): Promise<void> {
    await transaction.query('INSERT INTO identity.outbox (key, message) VALUES ($1, $2)', [
      message.key,
      JSON.stringify(message),
    ]);
  }

  /** When, and on whose behalf. */
  #occasion(): [time: string, correlationId: string] {
    return [this.now().toISOString(), logContext.getStore()?.correlationId ?? randomUUID()];
  }

  async #transaction<T>(work: (transaction: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function administers({ roles, disabled }: Pick<AccountRow, 'roles' | 'disabled'>): boolean {
  return roles.includes('admin') && !disabled;
}
