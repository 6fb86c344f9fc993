import type { TestDatabase } from '@kompass/testing';

/**
 * Every row that readers of the views see, by table; without the number of its generation, which a rebuild changes.
 * No rebuild may be under way.
 */
export async function viewRows({ pool }: TestDatabase): Promise<Record<string, readonly unknown[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.columns
      WHERE column_name = 'generation' AND table_name NOT IN ('checkpoint', 'seen_stream') ORDER BY name`,
  );
  const views: Record<string, readonly unknown[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: unknown }>(
      `SELECT to_jsonb(view) - 'generation' AS row FROM ${name} view
        WHERE generation = (SELECT max(generation) FROM ${name}) ORDER BY row`,
    );
    views[name] = rows.map(({ row }) => row);
  }
  return views;
}
