import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SystemRole } from '@kompass/contracts';
import type { FastifyRequest } from 'fastify';

/** An account that was recognised. */
export interface Principal {
  readonly accountId: string;
  readonly roles: readonly SystemRole[];
  /** Id of the municipality the account is bound to. */
  readonly municipality?: string;
}

/** Who asks: an account, or somebody without one. */
export type Reader = Principal | 'anybody';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined until the guard of the application has decided it. */
    principal: Reader | undefined;
  }
}

/** Parameter of a controller: who asks. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Reader => {
  return readerOf(context.switchToHttp().getRequest<FastifyRequest>());
});

/** Fails where no guard has decided who asks, so that an application without one shows nothing. */
export function readerOf({ principal }: Pick<FastifyRequest, 'principal'>): Reader {
  if (principal === undefined) throw new Error('no guard has decided who asks');
  return principal;
}
