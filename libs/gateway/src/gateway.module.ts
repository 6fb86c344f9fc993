import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { services, type AnswerOf, type routes } from '@kompass/contracts';
import { Metrics, Readiness } from '@kompass/http';
import { Messaging } from '@kompass/messaging';
import { measureMessaging, messagingPart } from '@kompass/operations';
import { ServiceProxy } from './service-proxy.js';
import { SERVICE_URLS, type ServiceUrls } from './service-urls.js';

/** How long a service may take to say that it is there; milliseconds. */
const limitMs = 1_000;

/** What stands before the services: their routes under one address. Accounts and sessions are `IdentityModule`'s. */
@Module({})
export class GatewayModule {
  constructor(
    readiness: Readiness,
    metrics: Metrics,
    messaging: Messaging,
    @Inject(SERVICE_URLS) urls: ServiceUrls,
  ) {
    measureMessaging(metrics.registry, messaging);
    readiness.register('messaging', () => messagingPart(messaging.problems()));
    for (const service of services)
      readiness.register(`service ${service}`, async () => ({
        ready: true,
        detail: await found(urls[service]),
      }));
  }

  static with(urls: ServiceUrls): DynamicModule {
    return {
      module: GatewayModule,
      providers: [{ provide: SERVICE_URLS, useValue: urls }, ServiceProxy],
    };
  }
}

/** Told, and no reason to take the gateway away: what the other services answer would be lost with it. */
async function found(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(limitMs) });
    if (!answer.ok) return 'answers, and is not ready';
    const { parts } = (await answer.json()) as AnswerOf<typeof routes.checkReadiness>;
    const messaging = parts['messaging']?.detail;
    return messaging === undefined ? 'ready' : `ready, but messaging: ${messaging}`;
  } catch {
    return 'does not answer';
  }
}
