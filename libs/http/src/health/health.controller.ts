import { Controller, Header } from '@nestjs/common';
import { routes, type AnswerOf } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import { Registry } from 'prom-client';
import { openApiDocument } from '../openapi/openapi-document.js';
import { Endpoint } from '../requests/endpoint.decorator.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** What operators and their tools ask. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Endpoint(routes.checkHealth)
  checkHealth(): AnswerOf<typeof routes.checkHealth> {
    return { status: 'ok' };
  }

  @Endpoint(routes.checkReadiness)
  async checkReadiness(): Promise<AnswerOf<typeof routes.checkReadiness>> {
    const parts = await this.readiness.check();
    const waiting = Object.entries(parts).filter(([, { ready }]) => !ready);
    if (waiting.length > 0) {
      throw new Rejected('not-ready', {
        parts: waiting.map(([name, { detail }]) => (detail ? `${name} (${detail})` : name)),
      });
    }
    return { status: 'ready', parts: parts as AnswerOf<typeof routes.checkReadiness>['parts'] };
  }

  @Endpoint(routes.readMetrics)
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  readMetrics(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  @Endpoint(routes.readOpenApi)
  readOpenApi(): AnswerOf<typeof routes.readOpenApi> {
    return openApiDocument();
  }
}
