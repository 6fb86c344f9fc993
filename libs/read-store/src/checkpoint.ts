import { comparePositions, parsePosition, type EventLog } from '@kompass/event-store';
import { quoted } from './statements.js';

/** Any way to run SQL: a data source, a transaction's manager, a session. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** Runs SQL that answers rows. */
export async function rowsOf<Row>(
  on: Queryable,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  return (await on.query(sql, [...parameters])) as Row[];
}

/** An event, named so that anybody can find it. */
export interface EventReference {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** `<commit>-<prepare>` */
  readonly position: string;
}

/** How far one generation of a projection has come. */
export interface Checkpoint {
  readonly projection: string;
  readonly generation: number;
  /** Raised by whoever takes over, so that the one before can write no more. */
  readonly epoch: number;
  /** `<commit>-<prepare>`; `null` before the first event. */
  readonly position: string | null;
  /** The last event applied. */
  readonly event: EventReference | null;
  readonly logId: string;
}

interface CheckpointRow {
  readonly projection: string;
  readonly generation: number;
  readonly epoch: number;
  readonly position: string | null;
  readonly event_id: string | null;
  readonly event_stream: string | null;
  readonly event_revision: number | null;
  readonly event_position: string | null;
  readonly log_id: string;
}

/** How a projection stands, whichever process runs it. */
export interface CheckpointSummary {
  readonly generation: number;
  readonly position: string | null;
  /** Why it has halted. */
  readonly error: string | null;
}

/** What stopped a projection: the error, and the event that it could not handle. */
export interface Halt {
  readonly message: string;
  readonly event?: EventReference & { readonly type: string };
}

/** The read store and the log do not belong together. One line; the remedy is in it. */
export class ForeignCheckpoint extends Error {
  constructor(schema: string, projection: string, reason: string) {
    super(
      `the view ${schema}.${projection} does not belong to this event log (${reason}): ` +
        'restore both from one backup, or empty the read store so that it is rebuilt',
    );
    this.name = 'ForeignCheckpoint';
  }
}

/** Two processes write one generation, and this is not the last to have taken it over. */
export class Overtaken extends Error {
  constructor(projection: string, generation: number) {
    super(`generation ${generation} of ${projection} was taken over`);
    this.name = 'Overtaken';
  }
}

const columns =
  'projection, generation, epoch, position, event_id, event_stream, event_revision, event_position, log_id';

function checkpointOf(row: CheckpointRow): Checkpoint {
  const { projection, generation, epoch, position, log_id: logId } = row;
  const event =
    row.event_id === null
      ? null
      : {
          id: row.event_id,
          stream: row.event_stream!,
          revision: row.event_revision!,
          position: row.event_position!,
        };
  return { projection, generation, epoch, position, event, logId };
}

/** The checkpoints readers see, by projection. */
export class Checkpoints {
  readonly #table: string;

  readonly #nextGeneration: string;

  constructor(private readonly schema: string) {
    this.#table = `${quoted(schema)}.checkpoint`;
    this.#nextGeneration = `(SELECT coalesce(max(generation), 0) + 1 FROM ${this.#table} WHERE projection = $1)`;
  }

  /** The current generation of a projection, `undefined` before its first start. */
  async current(on: Queryable, projection: string): Promise<Checkpoint | undefined> {
    const sql = `SELECT ${columns} FROM ${this.#table} WHERE projection = $1 AND current`;
    const [row] = await rowsOf<CheckpointRow>(on, sql, [projection]);
    return row && checkpointOf(row);
  }

  /** What an administrator sees of the current generation; `undefined` before the first start. */
  async describe(on: Queryable, projection: string): Promise<CheckpointSummary | undefined> {
    const sql = `SELECT generation, position, error->>'message' AS error
                   FROM ${this.#table} WHERE projection = $1 AND current`;
    return (await rowsOf<CheckpointSummary>(on, sql, [projection]))[0];
  }

  /** Current generations, held until the end of the transaction: meanwhile nobody moves them. */
  async hold(on: Queryable, projections: readonly string[]): Promise<Checkpoint[]> {
    const sql = `SELECT ${columns} FROM ${this.#table}
                  WHERE projection = ANY ($1) AND current ORDER BY projection FOR UPDATE`;
    return (await rowsOf<CheckpointRow>(on, sql, [projections])).map(checkpointOf);
  }

  /**
   * Takes over the current generation, made now if there is none; a halted one is tried again.
   *
   * A checkpoint may stand beyond the end of the log when it passed only events that the filter left out: it is set
   * back to the last event applied, so that nothing appended below it is missed.
   *
   * @throws ForeignCheckpoint
   */
  async takeOver(on: Queryable, projection: string, log: EventLog, logId: string): Promise<Checkpoint> {
    await on.query(
      `INSERT INTO ${this.#table} (projection, generation, current, state, log_id, epoch)
       SELECT $1, ${this.#nextGeneration}, true, 'live', $2, 0
        WHERE NOT EXISTS (SELECT FROM ${this.#table} WHERE projection = $1 AND current)`,
      [projection, logId],
    );
    const found = await this.current(on, projection);
    if (found) await this.verify(found, log, logId);
    const beyond = found !== undefined && (await isBeyond(found, log));
    const sql = `WITH taken AS (
                   UPDATE ${this.#table}
                      SET epoch = epoch + 1, state = 'live', error = NULL, updated_at = now(),
                          position = CASE WHEN $2 THEN event_position ELSE position END
                    WHERE projection = $1 AND current
                   RETURNING *)
                 SELECT ${columns} FROM taken`;
    const [row] = await rowsOf<CheckpointRow>(on, sql, [projection, beyond]);
    return checkpointOf(row!);
  }

  /** Opens a new generation beside the current one. */
  async build(on: Queryable, projection: string, logId: string): Promise<Checkpoint> {
    const sql = `WITH opened AS (
                   INSERT INTO ${this.#table} (projection, generation, current, state, log_id, epoch)
                   VALUES ($1, ${this.#nextGeneration}, false, 'building', $2, 1)
                   RETURNING *)
                 SELECT ${columns} FROM opened`;
    const [row] = await rowsOf<CheckpointRow>(on, sql, [projection, logId]);
    return checkpointOf(row!);
  }

  /** Makes a built generation the one readers see; to be called while the one before is held. */
  async switchTo(on: Queryable, { projection, generation }: Checkpoint): Promise<void> {
    await on.query(
      `UPDATE ${this.#table} SET current = false, epoch = epoch + 1 WHERE projection = $1 AND current`,
      [projection],
    );
    await on.query(
      `UPDATE ${this.#table} SET current = true, state = 'live', epoch = epoch + 1, updated_at = now()
        WHERE projection = $1 AND generation = $2`,
      [projection, generation],
    );
  }

  /** Marks a generation as halted; `false` where it was taken over or replaced meanwhile. */
  async halt(on: Queryable, { projection, generation, epoch }: Checkpoint, halt: Halt): Promise<boolean> {
    const sql = `WITH halted AS (
                   UPDATE ${this.#table} SET state = 'halted', error = $4, updated_at = now()
                    WHERE projection = $1 AND generation = $2 AND epoch = $3
                   RETURNING *)
                 SELECT ${columns} FROM halted`;
    const halted = await rowsOf(on, sql, [projection, generation, epoch, JSON.stringify(halt)]);
    return halted.length > 0;
  }

  /** Generations that readers do not see: what a rebuild has replaced, or left behind in a crash. */
  async leftovers(on: Queryable, projection: string): Promise<number[]> {
    const sql = `SELECT generation FROM ${this.#table} WHERE projection = $1 AND NOT current`;
    return (await rowsOf<{ generation: number }>(on, sql, [projection])).map(({ generation }) => generation);
  }

  /** Forgets a generation whose rows are gone. */
  async forget(on: Queryable, projection: string, generation: number): Promise<void> {
    await on.query(
      `DELETE FROM ${quoted(this.schema)}.seen_stream WHERE projection = $1 AND generation = $2`,
      [projection, generation],
    );
    await on.query(`DELETE FROM ${this.#table} WHERE projection = $1 AND generation = $2 AND NOT current`, [
      projection,
      generation,
    ]);
  }

  /**
   * Whether the last event of a checkpoint stands in this very log.
   *
   * @throws ForeignCheckpoint if it does not: another log, or one that was restored to an earlier state
   */
  async verify(checkpoint: Checkpoint, log: EventLog, logId: string): Promise<void> {
    const { projection, event } = checkpoint;
    if (checkpoint.logId !== logId) {
      throw new ForeignCheckpoint(
        this.schema,
        projection,
        `it is of log ${checkpoint.logId}, this is ${logId}`,
      );
    }
    if (!event) return;
    let found = false;
    for await (const { id } of log.readStream(event.stream, { from: event.revision, limit: 1 })) {
      found = id === event.id;
    }
    if (found) return;
    const reason = `the log has no event ${event.id} at revision ${event.revision} of ${event.stream}`;
    throw new ForeignCheckpoint(this.schema, projection, reason);
  }
}

async function isBeyond({ position }: Checkpoint, log: EventLog): Promise<boolean> {
  if (position === null) return false;
  const head = await log.head();
  return head === undefined || comparePositions(parsePosition(position)!, head) > 0;
}
