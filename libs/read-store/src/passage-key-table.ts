import { randomBytes, randomUUID } from 'node:crypto';
import type { PassageKeys } from '@kompass/event-store';
import { LRUCache } from 'lru-cache';
import { rowsOf, type Queryable } from './checkpoint.js';
import { quoted } from './statements.js';

/** Keys made in one statement, and kept in memory until they are wanted. */
const blockSize = 256;
/** How long a key read may still be used here after another process has erased it, in milliseconds. */
const cachedMs = 10_000;

interface PassageKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The keys of a context's sealed passages, in its table `passage_key` (design decision 5). */
export class PassageKeyTable implements PassageKeys {
  readonly #table: string;
  readonly #found = new LRUCache<string, Buffer>({ max: 5_000, ttl: cachedMs });
  #spare: PassageKey[] = [];
  #making: Promise<void> | undefined;

  constructor(
    private readonly on: Queryable,
    schema: string,
  ) {
    this.#table = `${quoted(schema)}.passage_key`;
  }

  /** `count` keys that nobody has had before. They are in the table already: what is sealed under them can be opened. */
  async reserve(count: number): Promise<readonly PassageKey[]> {
    while (this.#spare.length < count) await this.#make(count);
    const reserved = this.#spare.splice(0, count);
    if (this.#spare.length < blockSize / 2) this.#make(0).catch(() => undefined); // whoever needs them tries again
    return reserved;
  }

  /** The keys that still exist. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const keys = new Map<string, Buffer>();
    const missing = ids.filter((id) => {
      const key = this.#found.get(id);
      if (key) keys.set(id, key);
      return !key;
    });
    if (missing.length === 0) return keys;
    const sql = `SELECT id, key FROM ${this.#table} WHERE id = ANY ($1::uuid[])`;
    for (const { id, key } of await rowsOf<PassageKey>(this.on, sql, [missing])) {
      keys.set(id, key);
      this.#found.set(id, key);
    }
    return keys;
  }

  /** Erases what is sealed under a key, for ever: at once in this process, within ten seconds in every other. */
  async erase(id: string): Promise<void> {
    await this.on.query(`DELETE FROM ${this.#table} WHERE id = $1`, [id]);
    this.#found.delete(id);
  }

  /** Makes a block of keys, at least `count`; calls that come meanwhile wait for the same. */
  #make(count: number): Promise<void> {
    return (this.#making ??= this.#insert(Math.max(count, blockSize)).finally(
      () => (this.#making = undefined),
    ));
  }

  async #insert(count: number): Promise<void> {
    const made = Array.from({ length: count }, () => ({ id: randomUUID(), key: randomBytes(32) }));
    await this.on.query(
      `INSERT INTO ${this.#table} (id, key) SELECT * FROM unnest($1::uuid[], $2::bytea[])`,
      [made.map(({ id }) => id), made.map(({ key }) => key)],
    );
    this.#spare.push(...made);
  }
}
