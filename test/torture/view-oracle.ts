import { KompassClient, routes } from '@kompass/contracts';
import type { RunningInstance } from '@kompass/embedded';
import { comparePositions, parsePosition, type StoredEvent } from '@kompass/event-store';
import { DataSource } from 'typeorm';
import { until } from './until.js';

/** The streams of each context, by the schema of its views. */
const streams: Readonly<Record<string, readonly string[]>> = {
  register: ['instrument-', 'municipality-'],
  scheduling: ['schedule-'],
  scoring: ['evaluation-'],
  reporting: ['result-'],
};

/** Rows of each view table as readers see them, without what tells generations apart. */
export type Views = ReadonlyMap<string, readonly string[]>;

/** What is wrong with the views: how they differ from what comes out of the log anew. */
export async function faultsOfViews(
  running: RunningInstance,
  log: readonly StoredEvent[],
): Promise<string[]> {
  const operator = new KompassClient({ baseUrl: running.url, token: running.token });
  const list = async () => (await operator.call(routes.listProjections)).items;

  await until('the views do not catch up', async () =>
    (await list()).every(({ context, position }) => hasPassed(position, lastOf(context, log))),
  );
  const database = await new DataSource({ type: 'postgres', url: running.postgresUrl }).initialize();
  try {
    const live = await viewsIn(database);
    const before = new Map((await list()).map(({ name, generation }) => [name, generation]));
    await operator.call(routes.rebuildProjection, { params: { name: 'all' } });
    await until('the views are not rebuilt', async () =>
      (await list()).every(
        ({ name, state, generation }) => state === 'live' && generation > before.get(name)!,
      ),
    );
    return differences(live, await viewsIn(database));
  } finally {
    await database.destroy();
  }
}

/** What differs between two states of the views, one line a table. */
export function differences(live: Views, rebuilt: Views): string[] {
  return [...new Set([...live.keys(), ...rebuilt.keys()])].flatMap((table) => {
    const [before, after] = [live.get(table) ?? [], rebuilt.get(table) ?? []];
    if (before.length === after.length && before.every((row, index) => row === after[index])) return [];
    const [known, made] = [new Set(before), new Set(after)];
    const gone = before.find((row) => !made.has(row)) ?? 'none';
    const added = after.find((row) => !known.has(row)) ?? 'none';
    return [
      `${table}: ${before.length} rows live, ${after.length} rebuilt; only live: ${gone}; only rebuilt: ${added}`,
    ];
  });
}

async function viewsIn(database: DataSource): Promise<Views> {
  const tables = await database.query<{ schema: string; table: string }[]>(
    `SELECT table_schema AS schema, table_name AS "table" FROM information_schema.columns
      WHERE column_name = 'generation' AND table_name <> 'checkpoint' ORDER BY 1, 2`,
  );
  const views = new Map<string, string[]>();
  for (const { schema, table } of tables) {
    // A table is named for its projection; `seen_stream` belongs to them all.
    const projection = table === 'seen_stream' ? 'view.projection' : `'${table.replaceAll('_', '-')}'`;
    const rows = await database.query<{ row: string }[]>(
      `SELECT (to_jsonb(view) - 'generation')::text AS row
         FROM "${schema}"."${table}" view
         JOIN "${schema}".checkpoint current
           ON current.current AND current.generation = view.generation AND current.projection = ${projection}
        ORDER BY 1`,
    );
    views.set(
      `${schema}.${table}`,
      rows.map(({ row }) => row),
    );
  }
  return views;
}

/** What consumers have parked: nothing that was ever sent is beyond them. */
export async function faultsOfParking({ postgresUrl }: RunningInstance): Promise<string[]> {
  const database = await new DataSource({ type: 'postgres', url: postgresUrl }).initialize();
  try {
    const schemas = await database.query<{ schema: string }[]>(
      `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'parked_message'`,
    );
    const faults: string[] = [];
    for (const { schema } of schemas) {
      const parked = await database.query<{ consumer: string; key: string; problem: string | null }[]>(
        `SELECT consumer, key, problem FROM "${schema}".parked_message ORDER BY id`,
      );
      faults.push(...parked.map(({ consumer, key, problem }) => `${consumer} has parked ${key}: ${problem}`));
    }
    return faults;
  } finally {
    await database.destroy();
  }
}

/** What is wrong with how PostgreSQL was started: each of these must be on, by our own command line. */
export async function faultsOfDurability({ postgresUrl }: RunningInstance): Promise<string[]> {
  const database = await new DataSource({ type: 'postgres', url: postgresUrl }).initialize();
  try {
    const settings = ['fsync', 'full_page_writes', 'synchronous_commit'];
    const rows = await database.query<{ name: string; setting: string; source: string }[]>(
      'SELECT name, setting, source FROM pg_settings WHERE name = ANY ($1)',
      [settings],
    );
    return settings.flatMap((name) => {
      const { setting, source } = rows.find((row) => row.name === name)!;
      return setting === 'on' && source === 'command line' ? [] : [`${name} is ${setting} by ${source}`];
    });
  } finally {
    await database.destroy();
  }
}

function lastOf(context: string, log: readonly StoredEvent[]): StoredEvent | undefined {
  const prefixes = streams[context] ?? [];
  return log.findLast(({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix)));
}

function hasPassed(position: string | null, last: StoredEvent | undefined): boolean {
  if (!last) return true;
  return position !== null && comparePositions(parsePosition(position)!, last.position) >= 0;
}
