import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { check, serviceOf, type Route } from '@kompass/contracts';
import { readerOf } from '@kompass/http';
import { Rejected, unreachable } from '@kompass/kernel';
import type { FastifyRequest } from 'fastify';
import { decideAccess } from './access-decision.js';
import { evaluationVisibilityToken, type EvaluationVisibility } from './evaluation-visibility.port.js';

/** Holds every request against the roles (`access` of its route). Membership is held by the evaluation itself. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly modules: ModuleRef) {}

  /** @throws Rejected `unauthenticated`, `forbidden`, `evaluation-unknown` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { endpoint } = request.routeOptions.config;
    if (!endpoint) return true;
    const decision = decideAccess(endpoint.access, readerOf(request));
    switch (decision) {
      case 'allowed':
        return true;
      case 'unauthenticated':
      case 'forbidden':
        throw new Rejected(decision);
      case 'hidden':
        throw new Rejected('evaluation-unknown');
      case 'forbidden-if-seen':
        throw new Rejected((await this.#maySee(endpoint, request)) ? 'forbidden' : 'evaluation-unknown');
      default:
        return unreachable(decision);
    }
  }

  async #maySee(route: Route, request: FastifyRequest): Promise<boolean> {
    const params = check(route.params, request.params);
    if (!params.ok) return false;
    const token = evaluationVisibilityToken(serviceOf[route.id]);
    const visibility = this.modules.get<EvaluationVisibility>(token, { strict: false });
    return visibility.maySee(readerOf(request), (params.value as { id: string }).id);
  }
}
