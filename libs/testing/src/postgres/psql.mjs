// `psql URL [-c SQL]…`, else the SQL on standard input: as much of it as docs/operations.md uses, so that the drill
// runs where no client of PostgreSQL is installed.
import { text } from 'node:stream/consumers';
import pg from 'pg';

const [url, ...rest] = process.argv.slice(2);
const given = rest.filter((word) => word !== '-c');
const statements = given.length > 0 ? given : [await text(process.stdin)];
const client = new pg.Client(url);
await client.connect();
for (const statement of statements) await client.query(statement);
await client.end();
