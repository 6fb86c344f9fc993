import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { reasonOf } from './arrival.js';
import type { ParkedCount, ParkedMessage, WholeParkedMessage } from './parked-message.js';
import {
  laneName,
  type Failure,
  type Lane,
  type LaneState,
  type Parkable,
  type ParkedMessages,
  type Step,
} from './parked-messages.port.js';

const listed = `parked.id, parked.consumer AS "group", parked.topic, parked.key, parked.type,
  parked.message_id AS "messageId", parked.attempts, parked.problem, parked.parked_at AS "parkedAt"`;

/** How often a lane that somebody else works on is tried again, in milliseconds. */
const lockRetryMs = 20;

/** `ParkedMessages` in the schema of a context, and what an administrator does with them. */
export class ParkedMessageTable implements ParkedMessages {
  readonly #table: string;
  readonly #waiting: string;
  /** One at a time: each holds a connection of the pool while the consumer needs others. */
  #lastHandled: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly schema: string,
  ) {
    this.#table = `"${schema}".parked_message`;
    this.#waiting = `(SELECT count(*) FROM ${this.#table} behind
      WHERE (behind.consumer, behind.topic, behind.key) = (parked.consumer, parked.topic, parked.key)
        AND behind.skipped_at IS NULL AND behind.id > parked.id) AS waiting`;
  }

  async statesOf(lanes: readonly Lane[]): Promise<ReadonlyMap<string, LaneState>> {
    const groups = [...new Set(lanes.map(({ group }) => group))];
    const rows = await this.dataSource.query<{ place: number; parked: boolean; skipped: string[] }[]>(
      `SELECT * FROM (
         SELECT place,
                EXISTS (SELECT FROM ${this.#table} parked
                         WHERE (consumer, parked.topic, parked.key) = (lane."group", lane.topic, lane.key)
                           AND skipped_at IS NULL) AS parked,
                ARRAY(SELECT digest FROM ${this.#table} parked
                       WHERE (consumer, parked.topic, parked.key) = (lane."group", lane.topic, lane.key)
                         AND skipped_at IS NOT NULL) AS skipped
           FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS lane ("group", topic, key, place)
          WHERE EXISTS (SELECT FROM ${this.#table} WHERE consumer = ANY ($1))) state
        WHERE parked OR skipped <> '{}'`,
      [
        groups,
        lanes.map(({ group }) => group),
        lanes.map(({ topic }) => topic),
        lanes.map(({ key }) => storable(key)),
      ],
    );
    return new Map(
      rows.map(({ place, parked, skipped }) => [
        laneName(lanes[place - 1]!),
        { parked, skipped: new Set(skipped) },
      ]),
    );
  }

  async park(lane: Lane, message: Parkable, failure: Failure): Promise<void> {
    await this.#inLane(lane, (manager) => this.#insert(manager, lane, message, failure));
  }

  async parkBehind(lane: Lane, message: Parkable): Promise<boolean> {
    return this.#inLane(lane, async (manager) => {
      if (!(await this.#first(manager, lane))) return false;
      await this.#insert(manager, lane, message);
      return true;
    });
  }

  async erase(lane: Lane): Promise<void> {
    await this.#inLane(lane, async (manager) => {
      const [, ...place] = placeOf(lane);
      const ofKey = '(topic, key) = ($1, $2)';
      await manager.query(`DELETE FROM ${this.#table} WHERE ${ofKey} AND skipped_at IS NULL`, place);
      await manager.query(`UPDATE ${this.#table} SET bytes = NULL, problem = NULL WHERE ${ofKey}`, place);
    });
  }

  handleFirst(lane: Lane, handle: (bytes: Uint8Array) => Promise<void>): Promise<Step> {
    const handled = this.#lastHandled.then(() => this.#handleFirst(lane, handle));
    this.#lastHandled = handled.catch(() => undefined);
    return handled;
  }

  #handleFirst(lane: Lane, handle: (bytes: Uint8Array) => Promise<void>): Promise<Step> {
    return this.#inLane(lane, async (manager) => {
      const first = await this.#first(manager, lane);
      if (!first) return 'empty';
      try {
        await handle(first.bytes);
      } catch (error) {
        const problem = reasonOf(error);
        await manager.query(`UPDATE ${this.#table} SET attempts = attempts + 1, problem = $2 WHERE id = $1`, [
          first.id,
          sayable(problem),
        ]);
        return { problem };
      }
      await manager.query(`DELETE FROM ${this.#table} WHERE id = $1`, [first.id]);
      return 'handled';
    });
  }

  /** Takes a message out of its lane for good, keeping who did it, when and why; whether it was still there. */
  async skip(id: number, by: string, reason: string): Promise<boolean> {
    const found = await this.find(id);
    if (!found) return false;
    return this.#inLane(found, async (manager) => {
      const skipped = await manager.query<unknown[]>(
        `WITH skipped AS (
           UPDATE ${this.#table} SET skipped_at = now(), skipped_by = $2, skip_reason = $3
            WHERE id = $1 AND skipped_at IS NULL RETURNING id)
         SELECT id FROM skipped`,
        [id, by, reason],
      );
      return skipped.length > 0;
    });
  }

  /** The first message of every key that is parked, the one parked first at the top. */
  async list(options: {
    readonly group?: string | undefined;
    /** After what was parked then, under this id. */
    readonly after?: { readonly parkedAt: string; readonly id: number } | undefined;
    readonly limit: number;
  }): Promise<readonly ParkedMessage[]> {
    const { group = null, after, limit } = options;
    return this.dataSource.query(
      `SELECT ${listed}, ${this.#waiting} FROM ${this.#table} parked
        WHERE skipped_at IS NULL AND ($1::text IS NULL OR consumer = $1)
          AND ($2::timestamptz IS NULL OR (parked_at, id) > ($2, $3))
          AND NOT EXISTS (
            SELECT FROM ${this.#table} earlier
             WHERE (earlier.consumer, earlier.topic, earlier.key) = (parked.consumer, parked.topic, parked.key)
               AND earlier.skipped_at IS NULL AND earlier.id < parked.id)
        ORDER BY parked_at, id LIMIT $4`,
      [group, after?.parkedAt ?? null, after?.id ?? null, limit],
    );
  }

  /** A message that is parked or was skipped. */
  async find(id: number): Promise<WholeParkedMessage | undefined> {
    const [row] = await this.dataSource.query<WholeParkedMessage[]>(
      `SELECT ${listed}, ${this.#waiting}, bytes,
              CASE WHEN skipped_at IS NOT NULL THEN jsonb_build_object(
                'at', to_char(skipped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'by', skipped_by, 'reason', skip_reason) END AS skipped
         FROM ${this.#table} parked WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** How much waits in a lane. */
  async leftOf(lane: Lane): Promise<{ readonly left: number; readonly first: number | null }> {
    const [row] = await this.dataSource.query<{ left: number; first: number | null }[]>(
      `SELECT count(*) AS "left", min(id) AS first FROM ${this.#table}
        WHERE (consumer, topic, key) = ($1, $2, $3) AND skipped_at IS NULL`,
      placeOf(lane),
    );
    return row!;
  }

  counts(): Promise<readonly ParkedCount[]> {
    return this.dataSource.query(
      `SELECT consumer AS "group", count(DISTINCT (topic, key)) AS keys, count(*) AS messages
         FROM ${this.#table} WHERE skipped_at IS NULL GROUP BY consumer ORDER BY consumer`,
    );
  }

  /**
   * Everything that is done about one lane is done under its lock, and seen by who has it next. Who waits for the lock
   * holds no connection meanwhile: the one who has it may need more of them.
   */
  async #inLane<T>(lane: Lane, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const name = `kompass:parked:${this.schema}:${JSON.stringify(placeOf(lane))}`;
    for (;;) {
      const done = await this.dataSource.transaction('READ COMMITTED', async (manager) => {
        const [row] = await manager.query<{ locked: boolean }[]>(
          'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked',
          [name],
        );
        return row?.locked ? { value: await work(manager) } : undefined;
      });
      if (done) return done.value;
      await delay(lockRetryMs * (0.5 + Math.random()));
    }
  }

  async #first(manager: EntityManager, lane: Lane): Promise<{ id: number; bytes: Uint8Array } | undefined> {
    const [first] = await manager.query<{ id: number; bytes: Uint8Array }[]>(
      `SELECT id, bytes FROM ${this.#table}
        WHERE (consumer, topic, key) = ($1, $2, $3) AND skipped_at IS NULL ORDER BY id LIMIT 1`,
      placeOf(lane),
    );
    return first;
  }

  async #insert(
    manager: EntityManager,
    lane: Lane,
    { bytes, digest, type, messageId }: Parkable,
    failure?: Failure,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO ${this.#table} (consumer, topic, key, digest, bytes, type, message_id, attempts, problem)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (consumer, topic, key, digest) DO NOTHING`,
      [
        ...placeOf(lane),
        digest,
        Buffer.from(bytes),
        type ?? null,
        messageId ?? null,
        failure?.attempts ?? 0,
        failure ? sayable(failure.problem) : null,
      ],
    );
  }
}

function placeOf({ group, topic, key }: Lane): string[] {
  return [group, topic, storable(key)];
}

const longestKey = 400;

/** A key as it stands in the table. What no version of ours writes, PostgreSQL could refuse: NUL, or too long for an index. */
function storable(key: string): string {
  if (key.length <= longestKey && !key.includes('\0')) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

/** What an error says as PostgreSQL takes it, and not without end. */
function sayable(problem: string): string {
  return problem.replaceAll('\0', '\u{fffd}').slice(0, 4_000);
}
