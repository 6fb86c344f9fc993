import { setTimeout as delay } from 'node:timers/promises';
import {
  comparePositions,
  formatPosition,
  parsePosition,
  type EventLog,
  type Position,
} from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import { Session } from '@kompass/read-store';

/** The stored position does not belong to this log: a database or a log was exchanged for another. */
export class RelayAstray extends Error {
  constructor(schema: string, reason: string) {
    super(`the relay position of ${schema} ${reason}: restore log and database from the same backup`);
    this.name = 'RelayAstray';
  }
}

/** Somebody else has taken the position over since, or moved it. */
export class RelayTakenOver extends Error {
  constructor(schema: string) {
    super(`the relay position of ${schema} was taken over or moved by somebody else`);
    this.name = 'RelayTakenOver';
  }
}

/** How often a holder looks whether the position is still its own, in milliseconds. */
const watchMs = 1_000;

/** How far a context's log has been published: a row only its present holder can move. */
export class RelayPosition {
  private constructor(
    private readonly session: Session,
    private readonly schema: string,
    private readonly epoch: number,
    public position: Position | undefined,
  ) {}

  /**
   * Takes the row over; whoever held it can move it no more.
   *
   * @throws RelayAstray
   */
  static async takeOver(
    session: Session,
    schema: string,
    log: EventLog,
    logId: string,
  ): Promise<RelayPosition> {
    const [row] = await session.query<{ position: string | null; epoch: number; log_id: string }>(
      `INSERT INTO "${schema}".relay_position AS known (name, epoch, log_id) VALUES ('log', 1, $1)
       ON CONFLICT (name) DO UPDATE SET epoch = known.epoch + 1
       RETURNING position, epoch, log_id`,
      [logId],
    );
    if (row!.log_id !== logId)
      throw new RelayAstray(schema, `is one of the log ${row!.log_id}, not of ${logId}`);
    const position = row!.position === null ? undefined : parsePosition(row!.position);
    const head = position && (await log.head());
    if (position && (!head || comparePositions(position, head) > 0)) {
      throw new RelayAstray(schema, `lies beyond the end of the log`);
    }
    return new RelayPosition(session, schema, row!.epoch, position);
  }

  /**
   * Works while the position is held: `held` is aborted when somebody else takes it over or moves it, also where the
   * work waits for something to do, and when `signal` is. Only the latter is a failure.
   */
  async whileHeld(signal: AbortSignal, work: (held: AbortSignal) => Promise<void>): Promise<void> {
    const lost = new AbortController();
    const watched = new AbortController();
    const watch = async (): Promise<void> => {
      while (!watched.signal.aborted) {
        await delay(watchMs, undefined, { signal: watched.signal }).catch(() => undefined);
        if (!watched.signal.aborted && !(await this.#isHeld()))
          return lost.abort(new RelayTakenOver(this.schema));
      }
    };
    const watching = watch().catch((error: unknown) => lost.abort(error));
    try {
      await work(AbortSignal.any([signal, lost.signal]));
      signal.throwIfAborted();
      lost.signal.throwIfAborted();
    } catch (error) {
      if (!(error instanceof RelayTakenOver)) throw error;
    } finally {
      watched.abort();
      await watching;
    }
  }

  async #isHeld(): Promise<boolean> {
    const rows = await this.session.query(
      `SELECT name FROM "${this.schema}".relay_position WHERE name = 'log' AND epoch = $1`,
      [this.epoch],
    );
    return rows.length > 0;
  }

  /** @throws RelayTakenOver */
  async moveTo(position: Position): Promise<void> {
    const moved = await this.session.query(
      `UPDATE "${this.schema}".relay_position SET position = $1, updated_at = now()
       WHERE name = 'log' AND epoch = $2 AND position IS NOT DISTINCT FROM $3
       RETURNING name`,
      [formatPosition(position), this.epoch, this.position ? formatPosition(this.position) : null],
    );
    if (moved.length === 0) throw new RelayTakenOver(this.schema);
    this.position = position;
  }
}

/**
 * Lets a context's log be published again from a position on, from its start where there is none. Whoever relays it
 * notices within a second; a repeat changes nothing.
 *
 * @throws Rejected `position-beyond-log`
 */
export async function rewindRelay(
  { url, schema, log }: { readonly url: string; readonly schema: string; readonly log: EventLog },
  position: Position | undefined,
): Promise<void> {
  const head = position && (await log.head());
  if (position && (!head || comparePositions(position, head) > 0)) {
    throw new Rejected('position-beyond-log', { value: formatPosition(position) });
  }
  const session = await Session.open(url, `kompass:rewind:${schema}`);
  try {
    await session.query(
      `UPDATE "${schema}".relay_position SET position = $1, epoch = epoch + 1, updated_at = now() WHERE name = 'log'`,
      [position ? formatPosition(position) : null],
    );
  } finally {
    await session.close();
  }
}
