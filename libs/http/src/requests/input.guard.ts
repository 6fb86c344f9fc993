import { Injectable, createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { check, type BrokenRule, type Checked, type InputOf, type Route } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import type { FastifyRequest } from 'fastify';
import { CommandContexts } from './command-contexts.js';
import { readerOf } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Parameters, query and body as their schemas read them. */
    input: InputOf<Route> | undefined;
  }
}

/** Lets in only what has the shape of the route, and leaves it, and the command's context, with the request. */
@Injectable()
export class InputGuard implements CanActivate {
  constructor(private readonly contexts: CommandContexts) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { endpoint } = request.routeOptions.config;
    if (!endpoint) return true;
    const reader = readerOf(request);
    request.input = inputOf(endpoint, request);
    if (endpoint.command) request.command = this.contexts.of(endpoint, request.input, reader, request);
    return true;
  }
}

/** Parameter of a controller: `{ params, query, body }` of its route. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<FastifyRequest>().input;
});

/**
 * @throws Rejected `not-found` for a path that no resource can have, `invalid-request` for any other wrong shape
 */
function inputOf(route: Route, request: Pick<FastifyRequest, 'params' | 'query' | 'body'>): InputOf<Route> {
  const params = check(route.params, request.params);
  if (!params.ok) throw new Rejected('not-found', { errors: params.errors });
  const query = check(route.query, request.query);
  const body = check(route.body, request.body);
  if (query.ok && body.ok) return { params: params.value, query: query.value, body: body.value };
  throw new Rejected('invalid-request', { errors: [...errorsOf(query), ...errorsOf(body)] });
}

function errorsOf(checked: Checked<unknown>): readonly BrokenRule[] {
  return checked.ok ? [] : checked.errors;
}
