import {
  formatPosition,
  lastPlaceOf,
  parsePosition,
  type LogItem,
  type Position,
  type StoredEvent,
} from '@kompass/event-store';
import { LRUCache } from 'lru-cache';
import { DatabaseError } from 'pg';
import { Overtaken, type Checkpoint, type EventReference, type Halt } from './checkpoint.js';
import { foldSteps, keyId, stepOf, type RowChange, type RowKey, type Step } from './fold.js';
import type { AnyProjection } from './projection.js';
import type { Session } from './session.js';
import { Statements } from './statements.js';

/** Rows kept in memory, so that those touched again and again are not read again. */
const cachedRows = 10_000;

/** This version cannot apply an event: of an unknown type, or one that `project` or a constraint of the table refuses. */
export class Halted extends Error {
  constructor(
    readonly halt: Halt,
    cause: unknown,
  ) {
    super(halt.message, { cause });
    this.name = 'Halted';
  }
}

/**
 * One generation of a projection under the hand of its writer: applies events in order, each exactly once. Valid
 * until it throws; then what was written is read from its checkpoint again.
 */
export class Generation {
  readonly #statements: Statements;
  readonly #rows: LRUCache<string, { readonly row: object | undefined }>;
  #position: string | null;
  #event: EventReference | null;
  /** Whether every row of the generation is in memory, so that one which is not there does not exist. */
  #complete: boolean;

  constructor(
    private readonly session: Session,
    schema: string,
    private readonly projection: AnyProjection,
    readonly checkpoint: Checkpoint,
  ) {
    this.#statements = new Statements(schema, projection);
    this.#position = checkpoint.position;
    this.#event = checkpoint.event;
    this.#complete = checkpoint.position === null;
    this.#rows = new LRUCache({
      max: cachedRows,
      dispose: (_row, _key, reason) => {
        if (reason === 'evict') this.#complete = false;
      },
    });
  }

  get position(): Position | undefined {
    return this.#position === null ? undefined : parsePosition(this.#position);
  }

  /** The last event applied. */
  get event(): EventReference | null {
    return this.#event;
  }

  /**
   * Applies what the log yielded next. Where that is refused, it is applied by halves, so that in the end everything
   * before the one bad event is written and the halt names it.
   *
   * @throws Halted | Overtaken, or an error of the connection
   */
  async apply(items: readonly LogItem[]): Promise<void> {
    try {
      await this.#write(items);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const [item] = items;
      if (items.length < 2) throw haltOf(item, error.cause);
      const middle = items.length >> 1;
      await this.apply(items.slice(0, middle));
      await this.apply(items.slice(middle));
    }
  }

  async #write(items: readonly LogItem[]): Promise<void> {
    const events = items.filter((item) => item.kind === 'event').map(({ event }) => event);
    const position = positionAfter(items) ?? this.#position;
    if (position === this.#position) return;
    const steps = refusing(() =>
      events.map((event) => stepOf(this.projection, event)).filter((step) => step !== undefined),
    );
    const before = await this.#rowsBefore(steps);
    const changes = refusing(() => foldSteps(this.projection, steps, (id) => before.get(id)));
    const last = events.at(-1);
    const event = last ? referenceTo(last) : null;
    await this.#commit(position, event, changes, lastRevisions(events));
    this.#position = position;
    this.#event = event ?? this.#event;
    for (const [id, row] of before) this.#rows.set(id, changes.get(id) ?? { row });
  }

  /** The rows that the steps touch, from memory or, all the others at once, from the table. */
  async #rowsBefore(steps: readonly Step[]): Promise<Map<string, object | undefined>> {
    const before = new Map<string, object | undefined>();
    const missing: RowKey[] = [];
    for (const { touched } of steps) {
      for (const rowKey of touched) {
        if (before.has(rowKey.id)) continue;
        const known = this.#rows.get(rowKey.id);
        before.set(rowKey.id, known?.row);
        if (!known && !this.#complete) missing.push(rowKey);
      }
    }
    if (missing.length > 0) {
      const keys = JSON.stringify(missing.map(({ key }) => key));
      const rows = await this.#query<object>(this.#statements.load, [this.checkpoint.generation, keys]);
      for (const row of rows) before.set(keyId(this.projection, row), row);
    }
    return before;
  }

  async #commit(
    position: string | null,
    event: EventReference | null,
    changes: ReadonlyMap<string, RowChange>,
    seen: ReadonlyMap<string, number>,
  ): Promise<void> {
    const { projection, generation, epoch } = this.checkpoint;
    const changed = [...changes.values()];
    const moved = await this.#query(this.#statements.write, [
      ...[projection, generation, epoch, this.#position, position],
      ...[event?.id, event?.stream, event?.revision, event?.position],
      JSON.stringify(changed.flatMap(({ row }) => row ?? [])),
      JSON.stringify(changed.flatMap(({ row, key }) => (row ? [] : key))),
      JSON.stringify([...seen].map(([stream, revision]) => ({ stream, revision }))),
    ]);
    if (moved.length === 0) throw new Overtaken(projection, generation);
  }

  async #query<Row extends object>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.session.query<Row>(sql, parameters);
    } catch (error) {
      throw isRefusal(error) ? new Refused(error) : error;
    }
  }
}

/** Applying failed for a reason that trying again will not cure. */
class Refused extends Error {
  constructor(override readonly cause: unknown) {
    super('refused');
  }
}

function refusing<T>(compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    throw new Refused(cause);
  }
}

/** Values or rows that the table does not take: SQLSTATE classes 21, 22, 23, 42 and 54. Any other error may pass. */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && /^(21|22|23|42|54)/.test(error.code ?? '');
}

function haltOf(item: LogItem | undefined, cause: unknown): Halted {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const event = item?.kind === 'event' ? { ...referenceTo(item.event), type: item.event.type } : undefined;
  return new Halted(event ? { message, event } : { message }, cause);
}

function referenceTo({ id, stream, revision, position }: StoredEvent): EventReference {
  return { id, stream, revision, position: formatPosition(position) };
}

function positionAfter(items: readonly LogItem[]): string | undefined {
  const last = lastPlaceOf(items);
  return last && formatPosition(last);
}

function lastRevisions(events: readonly StoredEvent[]): ReadonlyMap<string, number> {
  const revisions = new Map<string, number>();
  for (const { stream, revision } of events) revisions.set(stream, revision);
  return revisions;
}
