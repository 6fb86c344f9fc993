import type { IntegrationEvent } from '@kompass/contracts';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { referenceTableName, type ReferenceData, type ReferenceKind } from './reference-kinds.js';

/** Reference data as this context knows it. */
export interface Reference<Data> {
  readonly id: string;
  readonly version: number;
  readonly data: Data;
}

/** Part of a JSON value, as PostgreSQL's `@>` reads it: an array contains each of the elements named. */
export type Containing<T> = T extends readonly (infer Item)[]
  ? readonly Containing<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]?: Containing<T[Name]> }
    : T;

const cached = 500;
/** How long another process of the context may show what this one has changed. */
const cachedMs = 5_000;

/** A context's own copy of reference data of one kind, written by version and read by id or by content. */
export class ReferenceTable<Kind extends ReferenceKind> {
  readonly #table: string;
  readonly #byId = new LRUCache<string, Promise<Reference<ReferenceData<Kind>> | undefined>>({
    max: cached,
    ttl: cachedMs,
  });

  constructor(
    private readonly dataSource: DataSource,
    schema: string,
    readonly kind: Kind,
  ) {
    this.#table = referenceTableName(schema, kind);
  }

  /** `undefined` for what is not known (yet), or has been erased. */
  async get(id: string): Promise<Reference<ReferenceData<Kind>> | undefined> {
    const known = this.#byId.get(id);
    if (known) return known;
    const read = this.#select('id = $1', id).then(([row]) => row);
    this.#byId.set(id, read);
    read.catch(() => this.#byId.delete(id));
    return read;
  }

  /** Everything that contains `part`, by id: `find({ numbers: [{ number: '5025' }] })`; all of it where `part` is empty. */
  find(part: Containing<ReferenceData<Kind>>): Promise<readonly Reference<ReferenceData<Kind>>[]> {
    return this.#select('data @> $1::jsonb', JSON.stringify(part));
  }

  /** The ids of everything that contains `part`: for what is large, and then read by id. */
  async idsOf(part: Containing<ReferenceData<Kind>>): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM ${this.#table} WHERE NOT deleted AND data @> $1::jsonb ORDER BY id`,
      [JSON.stringify(part)],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Keeps what messages bring, in one statement, unless as new or newer is here already; the empty data of a tombstone
   * erase what was.
   */
  async keep(messages: readonly IntegrationEvent[]): Promise<void> {
    const newest = new Map<string, Pick<IntegrationEvent, 'version' | 'data'> & { readonly id: string }>();
    for (const { key: id, version, data } of messages)
      if (version > (newest.get(id)?.version ?? -1)) newest.set(id, { id, version, data });
    await this.dataSource.query(
      `INSERT INTO ${this.#table} AS known (id, version, data)
       SELECT id, version, data FROM jsonb_to_recordset($1::jsonb) AS told (id text, version bigint, data jsonb)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, data = excluded.data
       WHERE known.version < excluded.version`,
      [JSON.stringify([...newest.values()])],
    );
    for (const id of newest.keys()) this.#byId.delete(id);
  }

  #select(where: string, value: string): Promise<Reference<ReferenceData<Kind>>[]> {
    return this.dataSource.query(
      `SELECT id, version, data FROM ${this.#table} WHERE NOT deleted AND ${where} ORDER BY id`,
      [value],
    );
  }
}
