import type { Principal } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { LRUCache } from 'lru-cache';
import type { DataSource, EntityManager } from 'typeorm';
import { TokenMint, type MintedToken } from '../access/token.js';
import { digestOfToken, newSecretToken } from '../secret-token.js';
import { verifyPassword } from './password.js';
import { SignInThrottle } from './sign-in-throttle.js';

export interface SessionOptions {
  /** Hours after which somebody signed in must sign in again. */
  readonly sessionHours: number;
  /** Of the operator (`run.json`, `KOMPASS_OPERATOR_TOKEN`): acts as an administrator without an account. */
  readonly operatorToken?: string | undefined;
}

/** The actor that acts by the operator’s token: no account has this id. */
export const operator = 'operator';

interface Credentials {
  readonly id: string;
  readonly password_hash: string | null;
}

interface Ended {
  readonly accountId: string;
  readonly minted: MintedToken;
}

/** Opaque sessions, of which only a digest is stored, and their exchange for short-lived signed tokens. */
export class Sessions {
  readonly #throttle: SignInThrottle;
  /** Tokens by digest of the session, until they are no longer fresh. */
  readonly #minted = new LRUCache<string, Ended>({ max: 10_000 });
  #anonymous: MintedToken | undefined;
  /** Counts revocations: what was read before one is not kept. */
  #revocations = 0;

  constructor(
    private readonly database: DataSource,
    private readonly mint: TokenMint,
    private readonly now: () => Date,
    private readonly options: SessionOptions,
  ) {
    this.#throttle = new SignInThrottle(database);
  }

  /** @throws Rejected `wrong-credentials`, `too-many-attempts` */
  async signIn(
    email: string,
    password: string,
    address: string,
  ): Promise<{ token: string; expires: string }> {
    const succeeded = await this.#throttle.attempt(email, address);
    const [account] = await this.database.query<Credentials[]>(
      'SELECT id, password_hash FROM identity.account WHERE lower(email) = lower($1) AND NOT disabled',
      [email],
    );
    const right = await verifyPassword(account?.password_hash ?? null, password);
    const opened = account && right ? await this.#open(account) : undefined;
    if (!opened) throw new Rejected('wrong-credentials');
    await succeeded();
    return opened;
  }

  /** Nothing where the account was disabled or got another password while this one was verified. */
  async #open({ id, password_hash }: Credentials): Promise<{ token: string; expires: string } | undefined> {
    const now = this.now();
    const expires = new Date(now.getTime() + this.options.sessionHours * 3_600_000).toISOString();
    const token = newSecretToken();
    await this.database.query('DELETE FROM identity.session WHERE expires_at <= $1', [now]);
    const opened = await this.database.query<unknown[]>(
      `INSERT INTO identity.session (digest, account, expires_at)
       SELECT $1, id, $2 FROM identity.account WHERE id = $3 AND password_hash = $4 AND NOT disabled FOR SHARE
       RETURNING account`,
      [digestOfToken(token), expires, id, password_hash],
    );
    return opened.length > 0 ? { token, expires } : undefined;
  }

  /** The signed token for a session; `undefined` where it never was, has ended or has expired. */
  async exchange(session: string): Promise<string | undefined> {
    const now = this.now();
    const digest = digestOfToken(session);
    const key = digest.toString('base64');
    const known = this.#minted.get(key);
    if (known && known.minted.freshUntil > now.getTime()) return known.minted.token;
    const revocations = this.#revocations;
    const found = await this.#find(session, digest, now);
    if (!found) return undefined;
    const minted = await this.mint.mint(found.principal, now, found.until);
    if (revocations === this.#revocations)
      this.#minted.set(key, { accountId: found.principal.accountId, minted });
    return minted.token;
  }

  /** The signed token of somebody without an account. */
  async anonymous(): Promise<string> {
    const now = this.now();
    if (!this.#anonymous || this.#anonymous.freshUntil <= now.getTime())
      this.#anonymous = await this.mint.mint('anybody', now);
    return this.#anonymous.token;
  }

  async #find(
    session: string,
    digest: Buffer,
    now: Date,
  ): Promise<{ principal: Principal; until: Date } | undefined> {
    const { operatorToken } = this.options;
    if (operatorToken !== undefined && digest.equals(digestOfToken(operatorToken))) {
      return {
        principal: { accountId: operator, roles: ['admin'] },
        until: new Date(now.getTime() + 3_600_000),
      };
    }
    const [row] = await this.database.query<
      (Pick<Principal, 'roles'> & { id: string; municipality: string | null; expires_at: string })[]
    >(
      `SELECT account.id, roles, municipality, expires_at
         FROM identity.session JOIN identity.account ON account.id = session.account
        WHERE digest = $1 AND expires_at > $2 AND NOT disabled`,
      [digest, now],
    );
    if (!row) return undefined;
    const { id, roles, municipality, expires_at } = row;
    const principal = { accountId: id, roles, ...(municipality === null ? {} : { municipality }) };
    return { principal, until: new Date(expires_at) };
  }

  /** Ends a session. */
  async end(session: string): Promise<void> {
    const digest = digestOfToken(session);
    await this.database.query('DELETE FROM identity.session WHERE digest = $1', [digest]);
    this.#revocations += 1;
    this.#minted.delete(digest.toString('base64'));
  }

  /** Ends every session of an account, in the transaction that gives the reason; `forget` follows its commit. */
  async endAll(accountId: string, transaction: EntityManager): Promise<void> {
    await transaction.query('DELETE FROM identity.session WHERE account = $1', [accountId]);
  }

  /** The account has changed: tokens made before are no longer handed out. */
  forget(accountId: string): void {
    this.#revocations += 1;
    for (const [key, minted] of this.#minted.entries())
      if (minted.accountId === accountId) this.#minted.delete(key);
  }
}
