import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from './test-database.js';
import { testDatabase } from './test-database.js';

describe('a test database', () => {
  let one: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    one = await testDatabase();
    other = await testDatabase();
  });
  afterAll(async () => {
    await one.drop();
    await other.drop();
  });

  it('is apart from every other', async () => {
    await one.pool.query('CREATE TABLE only_here (id int)');
    await expect(other.pool.query('SELECT * FROM only_here')).rejects.toThrow('does not exist');
  });

  it('compares text by code point, on every machine', async () => {
    const { rows } = await one.pool.query<{ name: string }>(
      `SELECT name FROM unnest(ARRAY['ø', 'Z', 'a', 'å']) name ORDER BY name`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['Z', 'a', 'å', 'ø']);
  });
});
