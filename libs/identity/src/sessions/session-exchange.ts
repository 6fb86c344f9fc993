import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { bearerOf } from '../access/token.guard.js';
import { Sessions } from './sessions.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The session the request came with, at the edge. */
    session: string | undefined;
  }
}

/**
 * The edge: exchanges the session of every request for the signed token that services believe; who comes without one
 * gets a token as anybody. A token from outside is no session, and is not let through.
 */
@Injectable()
export class SessionExchange implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly sessions: Sessions,
  ) {}

  onModuleInit(): void {
    const instance = this.host.httpAdapter.getInstance();
    instance.decorateRequest('session', undefined);
    instance.addHook('onRequest', (request) => this.exchange(request));
  }

  private async exchange(request: FastifyRequest): Promise<void> {
    const { authorization } = request.headers;
    if (authorization !== undefined) request.session = bearerOf(authorization);
    const { endpoint } = request.routeOptions.config;
    if (!endpoint || endpoint.access.ignoresSession) return;
    const token = await this.tokenOf(authorization, request.session);
    request.headers.authorization = token ? `Bearer ${token}` : 'Bearer';
  }

  private tokenOf(authorization: string | undefined, session: string | undefined) {
    if (authorization === undefined) return this.sessions.anonymous();
    return session === undefined ? undefined : this.sessions.exchange(session);
  }
}
