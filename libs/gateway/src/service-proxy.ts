import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import replyFrom from '@fastify/reply-from';
import { pathOf, routes, serviceOf, type Route, type Service } from '@kompass/contracts';
import { HTTP_OPTIONS, routePathOf, sendProblem, type HttpOptions } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent, request as ask } from 'undici';
import { answerersOf } from './answerers.js';
import { mergeAnswers } from './merge-answers.js';
import { requestHeaders, responseHeaders } from './passed-headers.js';
import { SERVICE_URLS, type ServiceUrls } from './service-urls.js';

/** Longer than any of our answers takes to begin: an append gives up after ten seconds. */
const headersTimeout = 30_000;

interface Parts {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** A service's answer, read whole. */
interface Answer {
  readonly status: number;
  readonly headers: ReturnType<typeof responseHeaders>;
  readonly text: string;
}

/**
 * Hands every route of the services on to them. The body of a request is read whole first (1 MiB at most), so that no
 * service waits for a slow client; the answer is passed on as it comes.
 */
@Injectable()
export class ServiceProxy implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(SERVICE_URLS) private readonly urls: ServiceUrls,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
  ) {}

  onModuleInit(): void {
    const agent = new Agent({ connections: 128, headersTimeout, connect: { timeout: 2_000 } });
    this.host.httpAdapter.getInstance().register((scope: FastifyInstance, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      scope.register(replyFrom, { undici: agent, disableRequestLogging: true });
      scope.addHook('onClose', () => agent.destroy());
      for (const route of Object.values<Route>(routes)) {
        if (serviceOf[route.id] === 'gateway') continue;
        scope.route({
          method: route.method,
          url: routePathOf(route),
          config: { endpoint: route },
          handler: (request, reply) => this.#answer(route, request, reply, agent),
        });
      }
      done();
    });
  }

  async #answer(
    route: Route,
    request: FastifyRequest,
    reply: FastifyReply,
    agent: Agent,
  ): Promise<FastifyReply> {
    const { params, query } = request as Parts;
    // No resource has such a name, and an address with it would be read as another.
    if (Object.values(params).some((value) => value.includes('..')))
      return this.#refuse(reply, new Rejected('not-found'));
    const answerers = answerersOf(route, params, query);
    const [first, second] = answerers;
    const path = pathOf(route, params);
    if (first && !second) return this.#forward(first, path, request, reply);
    const asked = answerers.map((service) => this.#ask(service, path, request, agent));
    return this.#gather(route, asked, request, reply);
  }

  #forward(service: Service, path: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { method, headers, id } = request;
    const body = bodyOf(request);
    return reply.from(`${this.urls[service]}${path}`, {
      ...(body && { body, contentType: headers['content-type'] ?? 'application/octet-stream' }),
      ...(!body && !isRead(method) && { body: null }),
      rewriteRequestHeaders: (_, given) => requestHeaders(given, id),
      rewriteHeaders: responseHeaders,
      // Of a read whose connection broke; never because a service says 503, which is for the client to know.
      retriesCount: 1,
      onError: (_, { error }) => void this.#refuse(reply, this.#unreachable(service, error, id)),
    });
  }

  /** Answers with the first refusal, or with what all have answered together. */
  async #gather(
    route: Route,
    asked: readonly Promise<Answer>[],
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    try {
      const answers = await Promise.all(asked);
      const refused = answers.find(({ status }) => status >= 400);
      if (refused) return reply.status(refused.status).headers(refused.headers).send(refused.text);
      const all = answers.map(({ text }) => JSON.parse(text) as unknown);
      return reply.status(route.status).send(mergeAnswers(route, all, request.query));
    } catch (error) {
      if (error instanceof Rejected) return this.#refuse(reply, error);
      throw error;
    }
  }

  /** @throws Rejected `service-unreachable` */
  async #ask(service: Service, path: string, request: FastifyRequest, dispatcher: Agent): Promise<Answer> {
    const { method, headers, id, url } = request;
    const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    const body = bodyOf(request);
    try {
      const answer = await ask(`${this.urls[service]}${path}${search}`, {
        method: method as 'GET',
        headers: requestHeaders(headers, id),
        body: body ?? null,
        dispatcher,
      });
      return {
        status: answer.statusCode,
        headers: responseHeaders(answer.headers),
        text: await answer.body.text(),
      };
    } catch (error) {
      throw this.#unreachable(service, error, id);
    }
  }

  #unreachable(service: Service, error: unknown, correlationId: string): Rejected {
    this.options.logger.warn({ err: error, service, correlationId }, 'service unreachable');
    return new Rejected('service-unreachable', { service, retryAfter: 1 });
  }

  #refuse(reply: FastifyReply, rejected: Rejected): FastifyReply {
    sendProblem(reply, reply.request, rejected);
    return reply;
  }
}

/** The bytes of a request, where there are any. */
function bodyOf({ body }: FastifyRequest): Buffer | undefined {
  return Buffer.isBuffer(body) && body.length > 0 ? body : undefined;
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
