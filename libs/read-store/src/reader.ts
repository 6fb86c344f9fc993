import type { DomainEvent } from '@kompass/kernel';
import { rowsOf, type Queryable } from './checkpoint.js';
import type { AnyProjection, Cells, Projection } from './projection.js';
import { quoted } from './statements.js';

export interface SelectOptions {
  /** SQL after ORDER BY, for example `area_id, revision DESC`. */
  readonly orderBy?: string;
  readonly limit?: number;
}

/** Reads views of one context, always of the generation that is current. */
export class Reader {
  constructor(
    private readonly on: Queryable,
    readonly schema: string,
  ) {}

  /**
   * Rows of a view.
   *
   * @param where SQL over the columns of the view with parameters `$1` …; never put values of a request into it
   */
  select<E extends DomainEvent, Row extends Cells<Row>, K extends keyof Row & string>(
    projection: Projection<E, Row, K>,
    where = 'true',
    parameters: readonly unknown[] = [],
    { orderBy, limit }: SelectOptions = {},
  ): Promise<Row[]> {
    const name = `$${parameters.length + 1}`;
    const sql = `SELECT ${projection.columns.map(quoted).join(', ')}
                   FROM ${quoted(this.schema)}.${quoted(projection.table)}
                  WHERE generation = ${this.#currentGeneration(name)} AND (${where})
                  ${orderBy ? `ORDER BY ${orderBy}` : ''}
                  ${limit === undefined ? '' : `LIMIT ${Math.trunc(limit)}`}`;
    return rowsOf<Row>(this.on, sql, [...parameters, projection.name]);
  }

  /** The last revision of a stream that the view has seen: the `revision` it shows. `undefined` for an unknown stream. */
  async seen({ name }: Pick<AnyProjection, 'name'>, stream: string): Promise<number | undefined> {
    const sql = `SELECT revision FROM ${quoted(this.schema)}.seen_stream
                  WHERE projection = $1 AND generation = ${this.#currentGeneration('$1')} AND stream = $2`;
    const [row] = await rowsOf<{ revision: number }>(this.on, sql, [name, stream]);
    return row?.revision;
  }

  /** The last revision of every stream that the view has seen, by the stream's name. */
  async seenRevisions({ name }: Pick<AnyProjection, 'name'>): Promise<ReadonlyMap<string, number>> {
    const sql = `SELECT stream, revision FROM ${quoted(this.schema)}.seen_stream
                  WHERE projection = $1 AND generation = ${this.#currentGeneration('$1')}`;
    const rows = await rowsOf<{ stream: string; revision: number }>(this.on, sql, [name]);
    return new Map(rows.map(({ stream, revision }) => [stream, revision]));
  }

  #currentGeneration(projection: string): string {
    return `(SELECT generation FROM ${quoted(this.schema)}.checkpoint WHERE projection = ${projection} AND current)`;
  }
}
