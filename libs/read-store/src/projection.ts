import type { EventCatalog, EventLog, Position } from '@kompass/event-store';
import type { DomainEvent, EventMeta } from '@kompass/kernel';
import type { ReadStore } from './read-store.js';

/** What may stand in a column; an object or array is written to a `jsonb` column. Never `undefined`: unknown is `null`. */
export type Cell = string | number | boolean | null | object;

/** A row of a table, by column name; without `generation`, which only the runner sees. */
export type Cells<Row> = { readonly [Column in keyof Row]: Cell };

/** Where an event comes from, beside what `EventMeta` says. */
export interface ProjectionMeta extends EventMeta {
  /** Id of the aggregate. */
  readonly id: string;
  /** Category of its stream. */
  readonly category: string;
  readonly position: Position;
}

/** A projection as those see it who do not care about its types. */
export interface AnyProjection {
  /** Kebab case, the same for ever: the checkpoint stands under it. */
  readonly name: string;
  /** Its table in the schema of the context, whose primary key is `generation integer`, then the columns of `key`. */
  readonly table: string;
  readonly key: readonly string[];
  /** All columns the projection writes, those of the key included. */
  readonly columns: readonly string[];
  /** Every category of the context, also those it ignores: else `atLeast` of their events could never arrive. */
  readonly catalogs: readonly EventCatalog<DomainEvent>[];
  keysOf(event: DomainEvent, meta: ProjectionMeta): readonly object[];
  project(row: object | undefined, event: DomainEvent, meta: ProjectionMeta, key: object): object | undefined;
}

/**
 * A view as two pure functions over events; the runner does the rest.
 *
 * `E` = the events of the context, `Row` = the row as its table has it (snake case), `K` = the columns of its key.
 * Timestamps are ISO 8601 in UTC with milliseconds, as `meta.at` is, so that a row read back equals the row written.
 */
export interface Projection<
  E extends DomainEvent,
  Row extends Cells<Row>,
  K extends keyof Row & string,
> extends AnyProjection {
  readonly key: readonly K[];
  readonly columns: readonly (keyof Row & string)[];

  /** Names every row the event touches; none where it means nothing to this view. */
  keysOf(event: E, meta: ProjectionMeta): readonly Pick<Row, K>[];

  /**
   * The row of `key` after the event; `undefined` removes it, the same object leaves it as it is.
   * An exception halts the projection.
   */
  project(row: Row | undefined, event: E, meta: ProjectionMeta, key: Pick<Row, K>): Row | undefined;
}

/** What a runner subscribes to: the stream-name prefixes of the projections' categories. */
export function prefixesOf(projections: readonly AnyProjection[]): readonly string[] {
  const categories = projections.flatMap(({ catalogs }) => catalogs.map(({ category }) => category));
  return [...new Set(categories)].sort().map((category) => `${category}-`);
}

/** Items of the log applied in one transaction at most. */
export const batchSize = 1_000;

/** What a runner or a rebuild works on. */
export interface ProjectionEnvironment {
  readonly store: ReadStore;
  /** `postgres://…` of the store, for the connections that hold locks. */
  readonly url: string;
  readonly log: EventLog;
  readonly logId: string;
}
