import { aggregateId, recall, type EventCatalog, type StoredEvent } from '@kompass/event-store';
import type { DomainEvent, Recorded } from '@kompass/kernel';
import type { AnyProjection, Cells, Projection, ProjectionMeta } from './projection.js';

/** An event as a projection meets it, with the rows it touches. */
export interface Step {
  readonly event: DomainEvent;
  readonly meta: ProjectionMeta;
  readonly touched: readonly RowKey[];
}

/** The key of a row, and the same as one text. */
export interface RowKey {
  readonly id: string;
  readonly key: object;
}

/** What became of a row: `undefined` where it is no more. */
export interface RowChange {
  readonly key: object;
  readonly row: object | undefined;
}

/** The key of a row as one text; PostgreSQL keeps no NUL, so nothing else reads the same. */
export function keyId({ key }: AnyProjection, row: object): string {
  const cells = row as Readonly<Record<string, string | number | boolean>>;
  let id = '';
  for (const column of key) id += `${String(cells[column])}\u0000`;
  return id;
}

/**
 * The step that a stored event is for a projection; `undefined` for a retired type.
 *
 * @throws WrittenByNewerVersion, and whatever `keysOf` throws
 */
export function stepOf(projection: AnyProjection, stored: StoredEvent): Step | undefined {
  const { stream, position } = stored;
  const catalog = catalogOf(projection, stream);
  const event = recall(catalog, stored);
  if (!event) return undefined;
  const { category } = catalog;
  return touching(projection, event, {
    ...event.meta,
    id: aggregateId(category, stream),
    category,
    position,
  });
}

function catalogOf(projection: AnyProjection, stream: string): EventCatalog<DomainEvent> {
  const catalog = projection.catalogs.find(
    ({ category }) => stream[category.length] === '-' && stream.startsWith(category),
  );
  if (!catalog) throw new Error(`stream ${stream} has no catalog in projection ${projection.name}`);
  return catalog;
}

function touching(projection: AnyProjection, event: DomainEvent, meta: ProjectionMeta): Step {
  const touched = projection.keysOf(event, meta).map((key) => ({ id: keyId(projection, key), key }));
  return { event, meta, touched };
}

/**
 * Folds events in order into one final change a row; rows that stay as they were are left out.
 *
 * @param rowBefore the row of a key before the first of the events
 */
export function foldSteps(
  projection: AnyProjection,
  steps: readonly Step[],
  rowBefore: (id: string) => object | undefined,
): ReadonlyMap<string, RowChange> {
  const changes = new Map<string, RowChange>();
  for (const { event, meta, touched } of steps) {
    for (const { id, key } of touched) {
      const change = changes.get(id);
      const before = change ? change.row : rowBefore(id);
      const row = projection.project(before, event, meta, key);
      if (row === before) continue;
      if (row && keyId(projection, row) !== id) {
        throw new Error(`${projection.name} answered ${event.type} with the row of another key`);
      }
      changes.set(id, { key, row });
    }
  }
  return changes;
}

/**
 * For specs: the rows after the events of one stream. Several streams are folded one after the other:
 *
 *     fold(results, 'result-b', recorded(…), fold(results, 'result-a', recorded(…)))
 *
 * @param rows the rows before
 */
export function fold<E extends DomainEvent, Row extends Cells<Row>, K extends keyof Row & string>(
  projection: Projection<E, Row, K>,
  stream: string,
  events: readonly Recorded<E>[],
  rows: readonly Row[] = [],
): Row[] {
  const { category } = catalogOf(projection, stream);
  const id = aggregateId(category, stream);
  const steps = events.map((event) => {
    const at = BigInt(event.meta.revision);
    const meta = { ...event.meta, id, category, position: { commit: at, prepare: at } };
    return touching(projection, event, meta);
  });
  const after = new Map(rows.map((row) => [keyId(projection, row), row]));
  for (const [key, { row }] of foldSteps(projection, steps, (key) => after.get(key))) {
    if (row) after.set(key, row as Row);
    else after.delete(key);
  }
  return [...after.values()];
}
