import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { pathOf, routes, type Problem } from '@kompass/contracts';
import type { Rejected } from '@kompass/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemLanguageOf } from './language.js';
import { problemOf } from './problem-of.js';

export const problemMedia = 'application/problem+json; charset=utf-8';

/** Words a refusal for the reader of a request, as an item of a bulk answer holds it. */
export type ToProblem = (rejected: Rejected) => Problem;

/** Parameter of a controller: a `ToProblem`. */
export const Problems = createParamDecorator((_: unknown, context: ExecutionContext): ToProblem => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const language = problemLanguageOf(request.headers['accept-language']);
  return (rejected) => problemOf(rejected, { language });
});

/** Answers a request with a problem, in the reader's language, with the headers its status asks for. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, rejected: Rejected): Problem {
  const { endpoint } = request.routeOptions.config;
  const language = problemLanguageOf(request.headers['accept-language']);
  const pathParams = Object.keys(endpoint?.params.shape ?? {});
  const problem: Problem = { ...problemOf(rejected, { language, pathParams }), correlationId: request.id };
  const ofOneEvaluation = endpoint?.access.reads !== undefined || endpoint?.access.does !== undefined;
  if (problem.status === 404 && ofOneEvaluation) {
    problem.links = { result: pathOf(routes.readResult, request.params as { id: string }) };
  }
  reply
    .status(problem.status)
    .headers({
      'content-language': language,
      vary: 'Accept-Language',
      ...headersOf(problem.status, rejected),
    })
    .type(problemMedia)
    .send(JSON.stringify(problem));
  return problem;
}

function headersOf(status: number, { detail }: Rejected): Record<string, string> {
  switch (status) {
    case 401:
      return { 'www-authenticate': 'Bearer' };
    case 405:
      return { allow: String(detail['allowed']) };
    case 429:
    case 503:
      return { 'retry-after': String(typeof detail['retryAfter'] === 'number' ? detail['retryAfter'] : 1) };
    default:
      return {};
  }
}
