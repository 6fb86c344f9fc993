import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { WrittenByNewerVersion } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import { ServedRoutes } from '../requests/served-routes.js';
import { sendProblem } from './send-problem.js';

/** Turns whatever is thrown into a problem; what nobody expected is logged and told as 500, without its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
    private readonly served: ServedRoutes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const rejected = this.#rejectionOf(error, request);
    const status = reply.sent ? 500 : sendProblem(reply, request, rejected).status;
    if (status === 500)
      this.options.logger.error({ err: error, correlationId: request.id }, 'unexpected error');
  }

  #rejectionOf(error: unknown, request: FastifyRequest): Rejected {
    if (error instanceof Rejected) return error;
    if (error instanceof WrittenByNewerVersion)
      return new Rejected('written-by-newer-version', { retryAfter: 60 });
    switch (error instanceof HttpException ? error.getStatus() : 500) {
      case 400:
        return new Rejected('unreadable-request');
      case 404: {
        const allowed = this.served.methodsOf(request.url);
        return allowed.length > 0
          ? new Rejected('method-not-allowed', { allowed })
          : new Rejected('not-found');
      }
      case 413:
        return new Rejected('request-too-large');
      case 415:
        return new Rejected('media-type-unsupported');
      default:
        return new Rejected('internal-error', { correlationId: request.id });
    }
  }
}
