import pg from 'pg';
import { StartupProblem, errorCode } from '../startup-problem.js';

/** The oldest major version that the program runs on. */
const oldest = 16;

const limitMs = 10_000;

/**
 * Makes sure that a PostgreSQL of somebody else can be used.
 *
 * @throws StartupProblem that names the server, never the password
 */
export async function reachPostgres(url: string): Promise<void> {
  const { host } = new URL(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: limitMs });
  client.on('error', () => undefined); // the query that meets it is rejected as well
  const refuse = (why: string) =>
    new StartupProblem(`the PostgreSQL at ${host} cannot be used (${why}): see KOMPASS_POSTGRES_URL`);
  try {
    await client.connect();
    const { rows } = await client.query<{ major: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS major`,
    );
    const major = rows[0]!.major;
    if (major < oldest) throw refuse(`it is of version ${major}, ${oldest} or later is needed`);
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw refuse((error as Error).message || (errorCode(error) ?? 'no reason was given'));
  } finally {
    await client.end();
  }
}
