import type { Pool, QueryArrayConfig } from 'pg';
import type { RecordedEvent } from './event.js';
import { columns, eventOf } from './event-rows.js';
import type { Row } from './event-rows.js';

/** Keeps events whose stream name or type begins with one of the prefixes. */
export interface Filter {
  readonly on: 'stream' | 'type';
  readonly prefixes: readonly string[];
}

export interface Chunk {
  readonly events: readonly RecordedEvent[];
  /** Whether these are all events of the range asked for, not only the first ones. */
  readonly complete: boolean;
}

/** What a reader holds of the log at a time, in rows and in bytes of payload; always at least one event. */
export const maxRows = 1000;
const maxBytes = 2 * 1024 * 1024;

/** Reads chunks of the log from PostgreSQL. */
export class EventTable {
  /** Rows read since the start: how tests see that nothing is read that nobody takes. */
  rowsRead = 0;

  constructor(private readonly pool: Pool) {}

  /** Events with `after < position <= to`, of those the filter keeps. */
  forwards(after: number, to: number, limit: number, filter?: Filter): Promise<Chunk> {
    const range = 'position > $2 AND position <= $3';
    return filter
      ? this.read(`all-${filter.on}`, `${range} AND ${filter.on} ^@ ANY ($4::text[])`, 'position', [
          limit,
          after,
          to,
          filter.prefixes,
        ])
      : this.read('all', range, 'position', [limit, after, to]);
  }

  /** Events with `position < before`, newest first. */
  backwards(before: number, limit: number): Promise<Chunk> {
    return this.read('all-backwards', 'position < $2', 'position DESC', [limit, before]);
  }

  /** Events of a stream from a revision on, that one included. */
  streamForwards(stream: string, from: number, limit: number): Promise<Chunk> {
    return this.read('stream', 'stream = $2 AND revision >= $3', 'revision', [limit, stream, from]);
  }

  /** Events of a stream from a revision back, that one included, newest first. */
  streamBackwards(stream: string, from: number, limit: number): Promise<Chunk> {
    return this.read('stream-backwards', 'stream = $2 AND revision <= $3', 'revision DESC', [
      limit,
      stream,
      from,
    ]);
  }

  /** Last revision of a stream, -1 where there is none. */
  async lastRevision(stream: string): Promise<number> {
    const { rows } = await this.pool.query<{ last: string }>({
      name: 'last-revision',
      text: 'SELECT coalesce(max(revision), -1) AS last FROM event_store.event WHERE stream = $1',
      values: [stream],
    });
    return Number(rows[0]?.last);
  }

  private async read(
    name: string,
    where: string,
    order: string,
    [limit, ...values]: [limit: number, ...values: unknown[]],
  ): Promise<Chunk> {
    const rowLimit = Math.min(limit, maxRows);
    const query: QueryArrayConfig = {
      name,
      text: `
        SELECT ${columns} FROM (
          SELECT *, sum(octet_length(data) + octet_length(metadata)) OVER before AS bytes_before
          FROM event_store.event WHERE ${where}
          WINDOW before AS (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
          ORDER BY ${order} LIMIT $1
        ) chunk
        WHERE bytes_before IS NULL OR bytes_before < ${maxBytes}
        ORDER BY ${order}`,
      values: [rowLimit, ...values],
      rowMode: 'array',
    };
    const { rows } = await this.pool.query<Row>(query);
    this.rowsRead += rows.length;
    const events = rows.map(eventOf);
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    return { events, complete: events.length < rowLimit && bytes < maxBytes };
  }
}
