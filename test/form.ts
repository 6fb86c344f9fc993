import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { freePort, type InstallationKeys } from '@kompass/embedded';
import { createApp } from '@kompass/http';
import { hostConsumers } from '@kompass/messaging';
import { contextModule, type ContextService } from '@kompass/service';
import { testKafka } from '@kompass/testing';
import { gatewayModule } from '../apps/gateway/src/gateway.js';
import { reporting } from '../apps/reporting/src/reporting.js';
import { scheduling } from '../apps/scheduling/src/scheduling.js';
import { scoring } from '../apps/scoring/src/scoring.js';
import { StandaloneModule, type StandaloneOptions } from '../apps/standalone/src/app.module.js';
import { eventually } from './support/eventually.js';

/** In which form the tests run Kompass (`KOMPASS_TEST_FORM`). */
export type FormName = 'standalone' | 'services';

export interface FormOptions {
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  readonly keys: InstallationKeys;
  readonly logger: Logger;
  /** What the bus of one process does to its messages; Kafka does what it likes. */
  readonly disorder: StandaloneOptions['disorder'];
  /** Before the names of topics, the same for the same data. */
  readonly topicPrefix: string;
  /** A Kafka of the test's own: the form is then that of services. */
  readonly brokers: readonly string[] | undefined;
  /** Told of every route of the edge. */
  readonly onRoute: (method: string, path: string) => void;
}

/** Running applications. */
export interface Form {
  /** What clients speak to. */
  readonly edge: NestFastifyApplication;
  /** With the register and the evaluations. */
  readonly scoring: NestFastifyApplication;
  readonly all: readonly NestFastifyApplication[];
}

/** The form asked for. */
export function formName(): FormName {
  return process.env['KOMPASS_TEST_FORM'] === 'services' ? 'services' : 'standalone';
}

/** Starts Kompass in the form asked for; resolves when every part is ready. */
export async function startForm(options: FormOptions): Promise<Form> {
  const form = await (options.brokers || formName() === 'services'
    ? startServices(options)
    : startStandalone(options));
  for (const app of form.all) {
    const url = await app.getUrl();
    await eventually(
      () => fetch(`${url}/readyz`),
      ({ ok }) => ok,
    );
  }
  return form;
}

async function startStandalone({ disorder, ...options }: FormOptions): Promise<Form> {
  const module = StandaloneModule.with({ sessionHours: 12, ...options, ...(disorder && { disorder }) });
  const app = await open(module, options, 0, options.onRoute);
  return { edge: app, scoring: app, all: [app] };
}

/** The gateway and the services as applications of one process, which meet over a real Kafka only. */
async function startServices(options: FormOptions): Promise<Form> {
  const port = await freePort();
  const brokers = options.brokers ?? (await testKafka()).brokers;
  const kafka = { brokers, topicPrefix: options.topicPrefix, partitions: 2, sessionTimeoutMs: 10_000 };
  const given = {
    ...options,
    kafka: { tls: false, sasl: undefined, replication: undefined, ...kafka },
    gatewayUrl: `http://127.0.0.1:${port}`,
    checkpointsDir: undefined,
  };
  const start = (service: ContextService) => open(contextModule(service, given), options, 0);
  const services = await Promise.all([scheduling, scoring, reporting].map(start));
  const [schedulingUrl, scoringUrl, reportingUrl] = await Promise.all(services.map((app) => app.getUrl()));
  const module = gatewayModule({
    ...given,
    schedulingUrl: schedulingUrl!,
    scoringUrl: scoringUrl!,
    reportingUrl: reportingUrl!,
    sessionHours: 12,
    operatorToken: undefined,
  });
  const edge = await open(module, options, port, options.onRoute);
  return { edge, scoring: services[1]!, all: [edge, ...services] };
}

async function open(
  module: DynamicModule,
  { keys, logger }: Pick<FormOptions, 'keys' | 'logger'>,
  port: number,
  onRoute?: FormOptions['onRoute'],
): Promise<NestFastifyApplication> {
  const app = await createApp(module, { secret: keys.secret, logger });
  if (onRoute) {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) onRoute(each, url);
      });
  }
  await app.listen(port, '127.0.0.1');
  await hostConsumers(app);
  return app;
}
