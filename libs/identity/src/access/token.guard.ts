import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { HTTP_OPTIONS, type HttpOptions, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import type { FastifyRequest } from 'fastify';
import { TokenVerifier } from './token.js';

/**
 * Finds out who asks, from the signed token of the request. Whoever comes by the edge has one, also somebody without
 * an account; whoever has none has come past it.
 */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
  ) {}

  /** @throws Rejected `unauthenticated` without a token that holds */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const ignored = request.routeOptions.config.endpoint?.access.ignoresSession;
    request.principal = ignored ? 'anybody' : await this.#readerOf(request.headers.authorization);
    return true;
  }

  async #readerOf(authorization: string | undefined): Promise<Reader> {
    const token = authorization && bearerOf(authorization);
    const reader = token && (await this.verifier.verify(token, this.options.now()));
    if (!reader) throw new Rejected('unauthenticated');
    return reader;
  }
}

/** The credentials of an `Authorization: Bearer …`. */
export function bearerOf(authorization: string): string | undefined {
  return /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
}
