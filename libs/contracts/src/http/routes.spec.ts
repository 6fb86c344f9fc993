import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { access, pathOf, routes, type Route } from '../index.js';

const all: readonly Route[] = Object.values(routes);

describe('the table of routes', () => {
  it('has a route for every line of the access table, and one for one', () => {
    expect(Object.keys(routes).sort()).toEqual(Object.keys(access).sort());
    for (const [id, route] of Object.entries(routes)) expect(route.id).toBe(id);
    expect(new Set(all.map(({ method, path }) => `${method} ${path}`)).size).toBe(all.length);
  });

  it.each(all.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s holds together',
    (_, route) => {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(route.params.shape).sort()).toEqual(names.sort());
      if (route.method === 'GET') expect(route.body.safeParse(undefined).success).toBe(true);
      if (route.command) {
        expect(route.answer).toBeInstanceOf(z.ZodObject);
        expect(Object.keys((route.answer as z.ZodObject).shape)).toEqual(
          expect.arrayContaining(['revision', 'position']),
        );
      }
      const { reads, does } = route.access;
      expect(reads !== undefined || does !== undefined).toBe(route.path.startsWith('/v1/evaluations/{id}'));
      if (reads) expect(route.method).toBe('GET');
      if (does) expect(route.command).toBe(true);
    },
  );

  it('fills in a path, one text for one resource', () => {
    expect(pathOf(routes.readIndicator, { id: 'roros-2017', indicatorId: '5.6.2' })).toBe(
      '/v1/evaluations/roros-2017/indicators/5.6.2',
    );
    expect(pathOf(routes.readMunicipality, { number: 'a/b' })).toBe('/v1/municipalities/a%2Fb');
  });
});
