import { types } from 'pg';
import type { CustomTypesConfig } from 'pg';

const { INT8, DATE, TIMESTAMPTZ } = types.builtins;

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [DATE, String],
  [TIMESTAMPTZ, (text) => new Date(text).toISOString()],
]);

/**
 * How cells are read, everywhere: as the plain JSON value they were written from, so that a row read back is the
 * row that was projected. `bigint` is a number (revisions stay far below 2^53), `timestamptz` ISO 8601 in UTC with
 * milliseconds, `date` its text, `numeric` its text.
 */
export const cellTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format: 'text' | 'binary' = 'text'): unknown =>
    (format === 'text' ? parsers.get(oid) : undefined) ?? types.getTypeParser(oid, format),
};
