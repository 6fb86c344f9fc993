import pg from 'pg';
import type { ClientConfig } from 'pg';
import type { RecordedEvent } from './event.js';
import type { WritableTable } from './group-commit.js';
import type { KnownPlace } from './plan-group.js';
import { columns } from './event-rows.js';
import { becomeWriter } from './schema.js';

/**
 * The one connection that writes. It holds the writer's lock as long as it lives, so that a process that lost the
 * lock cannot write: it lost the connection with it.
 */
export class WriterConnection implements WritableTable {
  /** Resolves with the reason when the connection is gone without having been closed. */
  readonly lost: Promise<Error>;

  private constructor(private readonly client: pg.Client) {
    this.lost = new Promise((resolve) => {
      client.on('error', resolve);
      client.on('end', () => resolve(new Error('PostgreSQL closed the connection')));
    });
  }

  /** @throws NodeRefused see `becomeWriter` */
  static async open(config: ClientConfig, allowUnsafe: boolean): Promise<WriterConnection> {
    const client = new pg.Client(config);
    const connection = new WriterConnection(client);
    await client.connect();
    try {
      await becomeWriter(client, allowUnsafe);
    } catch (error) {
      await client.end();
      throw error;
    }
    return connection;
  }

  /** Position of the last event, 0 for an empty log. */
  async head(): Promise<number> {
    const { rows } = await this.client.query<{ head: string }>(
      'SELECT coalesce(max(position), 0) AS head FROM event_store.event',
    );
    return Number(rows[0]?.head);
  }

  async lastRevisions(streams: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await this.client.query<{ stream: string; last: string }>({
      name: 'last-revisions',
      text: `
        SELECT name AS stream,
               coalesce((SELECT max(revision) FROM event_store.event WHERE stream = name), -1) AS last
        FROM unnest($1::text[]) AS name`,
      values: [streams],
    });
    return new Map(rows.map(({ stream, last }) => [stream, Number(last)]));
  }

  async places(streams: readonly string[], ids: readonly string[]): Promise<KnownPlace[]> {
    const { rows } = await this.client.query<{
      stream: string;
      id: string;
      revision: string;
      position: string;
    }>({
      name: 'places',
      text: `
        SELECT event.stream, event.id, revision, position
        FROM unnest($1::text[], $2::uuid[]) AS wanted (stream, id)
        JOIN event_store.event ON event.stream = wanted.stream AND event.id = wanted.id
        ORDER BY position`,
      values: [streams, ids],
    });
    return rows.map((row) => ({ ...row, revision: Number(row.revision), position: Number(row.position) }));
  }

  /** One statement is one transaction is one round trip. */
  async insert(events: readonly RecordedEvent[]): Promise<void> {
    await this.client.query({
      name: 'insert',
      text: `
        INSERT INTO event_store.event (${columns})
        SELECT *, $9::timestamptz
        FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::bytea[])`,
      values: [
        events.map(({ position }) => position),
        events.map(({ stream }) => stream),
        events.map(({ revision }) => revision),
        events.map(({ id }) => id),
        events.map(({ type }) => type),
        events.map(({ contentType }) => contentType),
        events.map(({ data }) => data),
        events.map(({ metadata }) => metadata),
        events[0]?.created,
      ],
    });
  }

  /** Gives up the lock. */
  close(): Promise<void> {
    this.client.removeAllListeners('end');
    return this.client.end();
  }
}
