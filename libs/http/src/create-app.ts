import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Rejected } from '@kompass/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Metrics } from './health/metrics.js';
import type { HttpOptions } from './http-options.js';
import { HttpModule } from './http.module.js';
import { NestLogger } from './logging/logger.js';
import { logContext } from './logging/request-context.js';
import { problemOf } from './problems/problem-of.js';
import { problemMedia, sendProblem } from './problems/send-problem.js';
import { acceptJsonOnly } from './requests/json-body.js';
import { ServedRoutes } from './requests/served-routes.js';

/** A UUID and nothing else: it stands in events for ever, where no erasure reaches. */
const correlationId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@Module({})
class RootModule {}

/**
 * An application on Fastify, not yet listening: everything every one of ours has (problems, checked input,
 * correlation ids, health, metrics, OpenAPI, security headers, shutdown by signal) and the given module.
 */
export async function createApp(
  module: Type | DynamicModule,
  {
    now = () => new Date(),
    trustProxy = false,
    ...rest
  }: Pick<HttpOptions, 'secret' | 'logger'> & Partial<HttpOptions>,
): Promise<NestFastifyApplication> {
  const options: HttpOptions = { now, trustProxy, ...rest };
  const adapter = new FastifyAdapter({
    logger: false,
    trustProxy: trustProxy && nearest,
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    genReqId: correlationIdOf,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
    skipMiddie: true,
  });
  const root: DynamicModule = { module: RootModule, imports: [HttpModule.with(options), module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(options.logger),
    abortOnError: false,
    bodyParser: false,
  });
  app.useSecurityHeaders();
  app.enableShutdownHooks();
  const instance = adapter.getInstance();
  acceptJsonOnly(instance);
  observeRequests(instance, options, app.get(Metrics));
  endConnectionsOnClose(instance);
  const served = app.get(ServedRoutes);
  instance.addHook('onRoute', ({ url, method }) => served.add(url, method));
  return app;
}

/** Of the addresses in `X-Forwarded-For` only the last is the proxy's own word: any other its client may have written. */
function nearest(_address: string, hop: number): boolean {
  return hop === 0;
}

function correlationIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-correlation-id'];
  return typeof given === 'string' && correlationId.test(given) ? given : randomUUID();
}

function observeRequests(instance: FastifyInstance, { logger }: HttpOptions, metrics: Metrics): void {
  instance.decorateRequest('principal', undefined);
  instance.decorateRequest('input', undefined);
  instance.decorateRequest('command', undefined);
  instance.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'x-correlation-id': request.id, 'cache-control': 'private, no-cache' });
    done();
  });
  // After the body was read: its events come from the socket and would leave the context.
  instance.addHook('preHandler', ({ id }, _reply, done) => logContext.run({ correlationId: id }, done));
  instance.addHook('onResponse', (request, { statusCode, elapsedTime }, done) => {
    const { method, routeOptions, principal } = request;
    const route = routeOptions.url ?? 'none';
    metrics.requests.observe({ method, route, status: statusCode }, elapsedTime / 1000);
    const account = typeof principal === 'object' ? principal.accountId : undefined;
    // The route and not the address, which may hold a one-time link.
    logger.info(
      { correlationId: request.id, method, route, status: statusCode, ms: elapsedTime, account },
      'request',
    );
    done();
  });
}

/** A connection that is busy when the application closes ends with its answer, and not when it has idled long enough. */
function endConnectionsOnClose(instance: FastifyInstance): void {
  let closing = false;
  instance.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** An address that the router cannot read. */
function refuseAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(
    reply,
    request,
    new Rejected(error.statusCode === 414 ? 'address-too-long' : 'unreadable-request'),
  );
}

const unreadable: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Bytes that are not HTTP: there is no request to answer, only a socket. */
function refuseBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const rejected = new Rejected(unreadable[error.code ?? ''] ?? 'unreadable-request');
  const problem = problemOf(rejected, { language: 'en' });
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${problemMedia}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
