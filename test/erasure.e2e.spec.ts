import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '@kompass/contracts';
import { Kompass } from './kompass.js';
import { eventually } from './support/eventually.js';

describe('a person who is erased', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
  });
  afterAll(() => kompass.stop());

  /** What each context knows of an account, by the name of its table. */
  async function knownOf(id: string): Promise<Readonly<Record<string, unknown>>> {
    const { pool } = kompass.database;
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name
         FROM information_schema.tables WHERE table_name = 'reference_person' ORDER BY name`,
    );
    const known: Record<string, unknown> = {};
    for (const { name } of tables) {
      const { rows } = await pool.query<{ data: unknown }>(`SELECT data FROM ${name} WHERE id = $1`, [id]);
      known[name] = rows[0]?.data;
    }
    return known;
  }

  /** Wherever a text stands in the database, the log excepted. */
  async function placesOf(text: string): Promise<readonly string[]> {
    const { pool } = kompass.database;
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const places: string[] = [];
    for (const { name } of tables) {
      const { rowCount } = await pool.query(
        `SELECT FROM ${name} AS it WHERE strpos(to_jsonb(it)::text, $1) > 0`,
        [text],
      );
      if (rowCount! > 0) places.push(name);
    }
    return places;
  }

  it('is erased in every context, and nowhere left by name', async () => {
    const name = 'Uvanlig Særnavnsen';
    const email = 'saernavnsen@kompass.example';
    const admin = await kompass.as('admin');
    await admin.call(routes.createAccount, { body: { id: 'leaving', name, email, roles: ['assessor'] } });
    const contexts = ['scheduling.reference_person', 'scoring.reference_person'];
    const known = await eventually(
      () => knownOf('leaving'),
      (all) => Object.values(all).every((data) => data !== undefined),
    );
    expect(Object.keys(known)).toEqual(contexts);
    expect(JSON.stringify(known)).toContain(name);

    await admin.call(routes.eraseAccount, { params: { id: 'leaving' } });
    const left = await eventually(
      () => knownOf('leaving'),
      (all) => Object.values(all).every((data) => data === null),
    );
    expect(Object.keys(left)).toEqual(contexts);
    await eventually(
      () => placesOf(name),
      (places) => places.length === 0,
    );
    expect(await placesOf('saernavnsen')).toEqual([]);
  });
});
