import { testDatabase, type TestDatabase } from '@kompass/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reachPostgres } from './reach.js';

describe('a PostgreSQL of somebody else', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const at = (change: Partial<URL>) => Object.assign(new URL(database.url), change).href;

  it('is reached', async () => {
    await expect(reachPostgres(database.url)).resolves.toBeUndefined();
  });

  it.each<[string, Partial<URL>, RegExp]>([
    [
      'nothing listens',
      { port: '1' },
      /^the PostgreSQL at 127\.0\.0\.1:1 cannot be used \(.*ECONNREFUSED.*\)/,
    ],
    ['the password is wrong', { password: 'hunter2' }, /password authentication failed/],
    ['there is no such database', { pathname: '/nowhere' }, /database "nowhere" does not exist/],
  ])('is refused where %s, and no password told', async (_, change, reason) => {
    const refused = reachPostgres(at(change));
    await expect(refused).rejects.toThrow(reason);
    await expect(refused).rejects.toThrow('see KOMPASS_POSTGRES_URL');
    await expect(refused).rejects.not.toThrow('hunter2');
  });
});
