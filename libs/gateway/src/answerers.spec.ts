import { describe, expect, it } from '@jest/globals';
import { routes, serviceOf, services, type Route } from '@kompass/contracts';
import { answerersOf } from './answerers.js';

describe('a request', () => {
  it.each(Object.values(routes).map((route: Route) => [route.id, route] as const))(
    'to %s has somebody to answer it',
    (id, route) => {
      const answerers = answerersOf(route, {}, {});
      expect(answerers.length === 0).toBe(serviceOf[id] === 'gateway');
      for (const each of answerers) expect(services).toContain(each);
    },
  );

  it('for what every service has goes to all of them, or to the one of the context it asks for', () => {
    expect(answerersOf(routes.listParked, {}, {})).toEqual(services);
    expect(answerersOf(routes.listParked, {}, { context: 'reporting' })).toEqual(['reporting']);
    expect(answerersOf(routes.listParked, {}, { context: 'register' })).toEqual(['scoring']);
    expect(answerersOf(routes.listParked, {}, { context: 'nowhere' })).toEqual(services);
    expect(answerersOf(routes.listParked, {}, { context: ['reporting', 'scoring'] })).toEqual(services);
  });

  it('for one thing goes to the service whose context its name begins with', () => {
    const rebuild = (name: string) => answerersOf(routes.rebuildProjection, { name }, {});
    expect(rebuild('reporting.result')).toEqual(['reporting']);
    expect(rebuild('register.municipality')).toEqual(['scoring']);
    expect(rebuild('all')).toEqual(services);
    expect(rebuild('nowhere.nothing')).toHaveLength(1);
    expect(answerersOf(routes.retryParked, { id: 'scheduling.7' }, {})).toEqual(['scheduling']);
  });
});
