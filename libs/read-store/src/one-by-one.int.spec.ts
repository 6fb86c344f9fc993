import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { contextMigrations } from './migrations.js';
import { OneByOne } from './one-by-one.js';
import { openReadStore } from './open-read-store.js';
import { ReadStore } from './read-store.js';

const view = { name: 'numbers' };
const nowhere = { position: undefined };

describe('changes one by one', () => {
  let database: TestDatabase;
  let stores: ReadStore[];

  beforeAll(async () => {
    database = await testDatabase();
    const options = { url: database.url, schema: 'register', migrations: [...contextMigrations('register')] };
    stores = [];
    for (let process = 0; process < 2; process += 1)
      stores.push(new ReadStore(await openReadStore(options), 'register'));
  });
  afterAll(async () => {
    for (const { dataSource } of stores) await dataSource.destroy();
    await database.drop();
  });

  it('never overlap, in one process or two', async () => {
    const turns = stores.map((store) => new OneByOne(store, view));
    let [under, most] = [0, 0];
    const append = async () => {
      most = Math.max(most, (under += 1));
      for (let turn = 0; turn < 20; turn += 1) await stores[0]!.dataSource.query('SELECT 1');
      under -= 1;
      return nowhere;
    };
    await Promise.all(turns.flatMap((turn) => [1, 2, 3].map(() => turn.change(append))));
    expect(most).toBe(1);
  });

  it('let the next in when the view shows what was appended', async () => {
    const [store] = stores as [ReadStore];
    const turn = new OneByOne(store, view);
    const position = { commit: 7n, prepare: 7n };
    store.passed(view, { commit: 6n, prepare: 6n });
    const order: string[] = [];
    const appended = new Promise<void>((resolve) => {
      const first = turn.change(() => (resolve(), Promise.resolve({ position })));
      void first.then(() => order.push('first answered'));
    });
    const second = turn.change(() => (order.push('second appends'), Promise.resolve(nowhere)));
    await appended;
    for (let wait = 0; wait < 20; wait += 1) await nextTurn();
    expect(order).toEqual([]);
    store.passed(view, position);
    await second;
    expect(order).toEqual(['first answered', 'second appends']);
    store.left(view);
  });

  it('go on after one that is refused', async () => {
    const turn = new OneByOne(stores[0]!, view);
    const refused = turn.change(() => Promise.reject(new Error('refused')));
    const next = turn.change(() => Promise.resolve(nowhere));
    await expect(refused).rejects.toThrow('refused');
    await expect(next).resolves.toBe(nowhere);
  });
});
