import { rowsOf, type Queryable } from './checkpoint.js';
import type { AnyProjection } from './projection.js';
import { Statements } from './statements.js';

/** How many rows, and the keys of the first five. */
export interface RowSample {
  readonly count: number;
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** How the rows of a new generation differ from those of the one it replaces; generation and clock columns apart. */
export interface Difference {
  /** Rows that are no more. */
  readonly gone: RowSample;
  /** Rows that were not there. */
  readonly new: RowSample;
  readonly changed: RowSample;
}

const none: RowSample = { count: 0, keys: [] };

/** Compares two generations; both must stand still in what `on` sees. */
export async function differenceOf(
  on: Queryable,
  schema: string,
  projection: AnyProjection,
  before: number,
  after: number,
): Promise<Difference> {
  const { compare } = new Statements(schema, projection);
  const rows = await rowsOf<RowSample & { kind: keyof Difference }>(on, compare, [before, after]);
  const found = new Map(rows.map(({ kind, count, keys }) => [kind, { count, keys }]));
  return {
    gone: found.get('gone') ?? none,
    new: found.get('new') ?? none,
    changed: found.get('changed') ?? none,
  };
}
