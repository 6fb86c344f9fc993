import { describe, expect, it } from '@jest/globals';
import { ServedRoutes } from './served-routes.js';

describe('the served routes', () => {
  const served = new ServedRoutes();
  served.add('/v1/results', ['GET', 'HEAD']);
  served.add('/v1/results', 'POST');
  served.add('/v1/results/:id', 'GET');
  served.add('/openapi.json', 'GET');

  it.each([
    ['/v1/results?x=/v1', ['GET', 'HEAD', 'POST']],
    ['/v1/results/roros-2013', ['GET']],
    ['/v1/results/', []],
    ['/v1/results/a/b', []],
    ['/openapiXjson', []],
    ['/', []],
  ])('%s takes %j', (url, methods) => {
    expect(served.methodsOf(url)).toEqual(methods);
  });
});
