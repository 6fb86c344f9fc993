import {
  comparePositions,
  formatPosition,
  parsePosition,
  type EventLog,
  type Position,
} from '@kompass/event-store';
import type { Session } from '@kompass/read-store';

/** The stored position does not belong to this log: a database or a log was exchanged for another. */
export class RelayAstray extends Error {
  constructor(schema: string, reason: string) {
    super(`the relay position of ${schema} ${reason}: restore log and database from the same backup`);
    this.name = 'RelayAstray';
  }
}

/** Somebody else has moved the position since. */
export class RelayTakenOver extends Error {
  constructor(schema: string) {
    super(`another process relays ${schema} now`);
    this.name = 'RelayTakenOver';
  }
}

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
