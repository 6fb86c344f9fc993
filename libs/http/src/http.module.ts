import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { Readiness } from './health/readiness.js';
import { HTTP_OPTIONS, type HttpOptions } from './http-options.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { CommandContexts } from './requests/command-contexts.js';
import { InputGuard } from './requests/input.guard.js';
import { ServedRoutes } from './requests/served-routes.js';

/** What every application with an HTTP side has; `createApp` adds it. */
@Module({})
export class HttpModule {
  static with(options: HttpOptions): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      controllers: [HealthController],
      providers: [
        { provide: HTTP_OPTIONS, useValue: options },
        { provide: APP_FILTER, useClass: ProblemFilter },
        CommandContexts,
        InputGuard,
        Metrics,
        Readiness,
        ServedRoutes,
      ],
      exports: [HTTP_OPTIONS, CommandContexts, InputGuard, Metrics, Readiness, ServedRoutes],
    };
  }
}
