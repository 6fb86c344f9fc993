import { describe, expect, it } from '@jest/globals';
import { differences, type Views } from './view-oracle.js';

const views = (rows: Readonly<Record<string, readonly string[]>>): Views => new Map(Object.entries(rows));

describe('the oracle of views', () => {
  it('finds no difference between equal ones', () => {
    expect(differences(views({ a: ['1', '2'], b: [] }), views({ a: ['1', '2'], b: [] }))).toEqual([]);
  });

  it.each<[string, Views, string]>([
    ['a changed row', views({ a: ['1', '3'] }), 'only live: 2; only rebuilt: 3'],
    ['a row too few', views({ a: ['1'] }), '2 rows live, 1 rebuilt; only live: 2; only rebuilt: none'],
    ['a row too many', views({ a: ['1', '2', '2'] }), '2 rows live, 3 rebuilt'],
    ['a table that is gone', views({}), 'a: 2 rows live, 0 rebuilt'],
    ['a table more', views({ a: ['1', '2'], b: ['1'] }), 'b: 0 rows live, 1 rebuilt'],
  ])('finds %s', (_, rebuilt, fault) => {
    expect(differences(views({ a: ['1', '2'] }), rebuilt)).toEqual([expect.stringContaining(fault)]);
  });
});
