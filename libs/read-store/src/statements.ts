import type { AnyProjection } from './projection.js';

/** An SQL name of ours in quotes. */
export function quoted(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`not a snake_case name: ${name}`);
  return `"${name}"`;
}

/** The SQL of one projection. Rows travel as one JSON array, so a statement has the same few parameters for any batch. */
export class Statements {
  readonly #schema: string;
  readonly #table: string;
  readonly #key: readonly string[];
  readonly #columns: readonly string[];

  constructor(schema: string, { table, key, columns }: AnyProjection) {
    this.#schema = quoted(schema);
    this.#table = `${this.#schema}.${quoted(table)}`;
    this.#key = key.map(quoted);
    this.#columns = columns.map(quoted);
  }

  /** $1 generation, $2 keys → the rows that are there. */
  get load(): string {
    const rows = this.#columns.map((column) => `present.${column}`).join(', ');
    return `SELECT ${rows} FROM ${this.#rowsOf('$2')} wanted, ${this.#present('*', '$1', 'wanted')}`;
  }

  /**
   * One batch as one statement, and so one transaction: the checkpoint is moved only by the one who last moved it,
   * and nothing is written unless it was. Answers one row if so, none if somebody else has taken over.
   *
   * $1 projection, $2 generation, $3 epoch, $4 position before, $5 position after, $6 $7 $8 $9 last event (id, stream,
   * revision, position; null where there was none), $10 rows, $11 keys of rows removed, $12 `{stream, revision}` seen.
   */
  get write(): string {
    const list = this.#columns.join(', ');
    const values = this.#columns.map((column) => `r.${column}`).join(', ');
    const rest = this.#columns.filter((column) => !this.#key.includes(column));
    const update = rest.map((column) => `${column} = excluded.${column}`).join(', ');
    return `
      WITH fence AS (
        UPDATE ${this.#schema}.checkpoint
           SET position = $5,
               event_id = coalesce($6, event_id),
               event_stream = coalesce($7, event_stream),
               event_revision = coalesce($8, event_revision),
               event_position = coalesce($9, event_position),
               updated_at = now()
         WHERE projection = $1 AND generation = $2 AND epoch = $3 AND position IS NOT DISTINCT FROM $4
        RETURNING generation
      ), written AS (
        INSERT INTO ${this.#table} (generation, ${list})
        SELECT fence.generation, ${values} FROM fence, ${this.#rowsOf('$10')} r
            ON CONFLICT (generation, ${this.#key.join(', ')}) DO ${update ? `UPDATE SET ${update}` : 'NOTHING'}
      ), removed AS (
        DELETE FROM ${this.#table} WHERE ctid = ANY (ARRAY(
          SELECT present.ctid FROM fence, ${this.#rowsOf('$11')} r, ${this.#present('ctid', 'fence.generation', 'r')}))
      ), seen AS (
        INSERT INTO ${this.#schema}.seen_stream (projection, generation, stream, revision)
        SELECT $1, fence.generation, s.stream, s.revision
          FROM fence, jsonb_to_recordset($12::jsonb) AS s(stream text, revision bigint)
            ON CONFLICT (projection, generation, stream) DO UPDATE SET revision = excluded.revision
      )
      SELECT generation FROM fence`;
  }

  /**
   * $1 generation, $2 other generation → a row a kind of difference: how many, and the keys of the first five.
   * Columns that the projection does not write (a clock's default) do not count.
   */
  get compare(): string {
    const key = this.#key.map((column) => `coalesce(a.${column}, b.${column}) AS ${column}`).join(', ');
    const row = (side: string) => `(${this.#columns.map((column) => `${side}.${column}`).join(', ')})`;
    const keyObject = this.#key.map((column) => `'${column.slice(1, -1)}', ${column}`).join(', ');
    return `
      WITH difference AS (
        SELECT ${key},
               CASE WHEN b.generation IS NULL THEN 'gone' WHEN a.generation IS NULL THEN 'new' ELSE 'changed' END AS kind
          FROM (SELECT * FROM ${this.#table} WHERE generation = $1) a
          FULL JOIN (SELECT * FROM ${this.#table} WHERE generation = $2) b ON ${this.#sameKey('a', 'b')}
         WHERE a.generation IS NULL OR b.generation IS NULL OR ROW${row('a')} IS DISTINCT FROM ROW${row('b')}
      ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY ${this.#key.join(', ')}) AS place FROM difference
      )
      SELECT kind, count(*) AS count,
             jsonb_agg(jsonb_build_object(${keyObject}) ORDER BY place) FILTER (WHERE place <= 5) AS keys
        FROM numbered GROUP BY kind`;
  }

  /** $1 generation → removes a few thousand of its rows, and answers one row while there may be more. */
  get sweep(): string {
    return `WITH swept AS (
              DELETE FROM ${this.#table}
               WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${this.#table} WHERE generation = $1 LIMIT 5000))
              RETURNING 1
            )
            SELECT 1 FROM swept LIMIT 1`;
  }

  /**
   * The row of a key, joined as `present`. The limit keeps it to one look-up a key: of a generation that has just begun
   * the planner knows nothing, and would rather read all of it.
   */
  #present(columns: string, generation: string, key: string): string {
    return `LATERAL (SELECT ${columns} FROM ${this.#table} of_key
                      WHERE of_key.generation = ${generation} AND ${this.#sameKey('of_key', key)} LIMIT 1) present`;
  }

  #rowsOf(parameter: string): string {
    return `jsonb_populate_recordset(NULL::${this.#table}, ${parameter}::jsonb)`;
  }

  #sameKey(one: string, other: string): string {
    return this.#key.map((column) => `${one}.${column} = ${other}.${column}`).join(' AND ');
  }
}
