import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openReadStore } from '@kompass/read-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import type { DataSource } from 'typeorm';
import { identityMigrations, identitySchema } from '../identity.migration.js';
import { SigningKeys } from './signing-keys.js';

const secret = Buffer.from('secret');

describe('the keys that gateways share', () => {
  let database: TestDatabase;
  let tables: DataSource;
  let clock = new Date('2026-01-01T10:00:00Z');

  beforeAll(async () => {
    database = await testDatabase();
    tables = await openReadStore({
      url: database.url,
      schema: identitySchema,
      migrations: identityMigrations,
    });
  });
  beforeEach(() => tables.query('DELETE FROM identity.signing_key'));
  afterAll(async () => {
    await tables?.destroy();
    await database?.drop();
  });

  const gateway = (sealedWith = secret) => new SigningKeys(tables, sealedWith, () => clock);
  const later = (minutes: number) => (clock = new Date(clock.getTime() + minutes * 60_000));
  const kidsOf = async (keys: SigningKeys) => (await keys.published()).map(({ kid }) => kid);

  it('are published without what signs, which is stored sealed', async () => {
    const keys = gateway();
    const { privateKey } = await keys.current();
    const [published] = await keys.published();
    expect(published).toEqual({
      ...{ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' },
      ...{ kid: expect.any(String), x: expect.any(String) },
    });
    const [row] = await tables.query<{ sealed: Buffer }[]>('SELECT sealed FROM identity.signing_key');
    expect(row!.sealed.includes(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32))).toBe(
      false,
    );
  });

  it('are made once, however many gateways start', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => kidsOf(gateway())));
    expect(all[0]).toHaveLength(1);
    for (const kids of all) expect(kids).toEqual(all[0]);
  });

  it('change hands: published at once, signing half an hour later, the old one gone in another', async () => {
    const [one, other] = [gateway(), gateway()];
    const { kid: old } = await one.current();
    await other.current();
    const [, next] = (await one.rotate()).map(({ kid }) => kid);
    expect(await kidsOf(one)).toEqual([old, next]);
    for (const [minutes, signing, published] of [
      [29, old, [old, next]],
      [2, next, [old, next]],
      [31, next, [next]],
    ] as const) {
      later(minutes);
      for (const keys of [one, other]) {
        expect((await keys.current()).kid).toBe(signing);
        expect(await kidsOf(keys)).toEqual(published);
      }
    }
  });

  it('change by their age', async () => {
    const gateways = Array.from({ length: 4 }, () => gateway());
    const first = await gateways[0]!.current();
    later(30 * 24 * 60);
    const all = await Promise.all(gateways.map(kidsOf));
    expect(all[0]).toHaveLength(2);
    for (const kids of all) expect(kids).toEqual(all[0]);
    expect((await gateways[0]!.current()).kid).toBe(first.kid);
    later(31);
    expect((await gateways[0]!.current()).kid).toBe(all[0]![1]);
  });

  it('do not open under the keys of another installation', async () => {
    await gateway().current();
    await expect(gateway(Buffer.from('another')).current()).rejects.toThrow(
      'sealed with other installation keys',
    );
  });
});
