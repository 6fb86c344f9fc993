import {
  HttpCode,
  RequestMapping,
  RequestMethod,
  UseGuards,
  applyDecorators,
  type StreamableFile,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { AnswerOf, InputOf, Route } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { InputGuard } from './input.guard.js';
import type { Principal } from './principal.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route of our table that this one serves. */
    endpoint?: Route;
  }
}

/**
 * The first parameter of a handler may be its route's input, the reader or the command's context; what it answers may
 * also be a stream of it.
 */
type Handler<R extends Route> = (
  first: InputOf<R> & Principal & CommandContext,
  ...others: never[]
) => AnswerOf<R> | StreamableFile | Promise<AnswerOf<R> | StreamableFile>;

/** The path of a route as Fastify reads it: `/v1/results/:id`. */
export function routePathOf({ path }: Pick<Route, 'path'>): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/**
 * Makes a method the handler of a route of the table: its method, path and status, who may use it, and that only
 * input of its shape gets through. The compiler holds the method to the route's input and answer.
 */
export function Endpoint<R extends Route>(route: R) {
  const apply = applyDecorators(
    RequestMapping({ method: RequestMethod[route.method], path: routePathOf(route) }),
    HttpCode(route.status),
    RouteConfig({ endpoint: route }),
    UseGuards(InputGuard),
  );
  return <H extends Handler<R>>(
    target: object,
    name: string | symbol,
    method: TypedPropertyDescriptor<H>,
  ): void => apply(target, name, method);
}
