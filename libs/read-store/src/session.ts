import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { cellTypes } from './cell-types.js';

/** How often a lock that somebody else holds is tried again, in milliseconds. */
const lockRetryMs = 300;

/**
 * Commits do not wait for the disk: rows and their checkpoint can only be lost together, in a crash of PostgreSQL, and
 * then come again from the log. Plans are kept, so they go by index even if they were made while a table was empty.
 */
const sessionOptions = '-c synchronous_commit=off -c enable_seqscan=off';

/**
 * One connection that holds advisory locks and does the writing under them: who has lost the locks can no longer
 * write. It runs a few statements again and again, so each is parsed and planned once.
 */
export class Session {
  readonly #lost = new AbortController();
  readonly #prepared = new Map<string, string>();
  #closing = false;

  private constructor(private readonly client: Client) {
    const lose = (error?: Error) => {
      if (!this.#closing) this.#lost.abort(error ?? new Error('the connection to PostgreSQL was closed'));
    };
    client.on('error', lose);
    client.on('end', () => lose());
  }

  static async open(url: string, applicationName: string): Promise<Session> {
    const client = new Client({
      connectionString: url,
      application_name: applicationName,
      types: cellTypes,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      options: sessionOptions,
    });
    const session = new Session(client);
    await client.connect();
    return session;
  }

  /** Aborts when the connection, and with it every lock, is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async query<Row>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query({ name: this.#nameOf(text), text, values: [...parameters] }))
      .rows as Row[];
  }

  /** Whether the lock is now held by this session, until it closes. */
  async tryLock(name: string): Promise<boolean> {
    const [row] = await this.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [name],
    );
    return row?.locked === true;
  }

  /** Waits for the lock; `false` when `signal` ended the waiting. */
  async lock(name: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (await this.tryLock(name)) return true;
      await delay(lockRetryMs, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  /** Under which a statement is prepared. */
  #nameOf(text: string): string {
    const name = this.#prepared.get(text) ?? `statement-${this.#prepared.size}`;
    this.#prepared.set(text, name);
    return name;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.client.end().catch(() => undefined);
  }
}
