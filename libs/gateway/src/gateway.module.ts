import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { services } from '@kompass/contracts';
import { Readiness } from '@kompass/http';
import { Messaging } from '@kompass/messaging';
import { messagingPart } from '@kompass/operations';
import { ServiceProxy } from './service-proxy.js';
import { SERVICE_URLS, type ServiceUrls } from './service-urls.js';

/** How long a service may take to say that it is there; milliseconds. */
const limitMs = 1_000;

/** What stands before the services: their routes under one address. Accounts and sessions are `IdentityModule`'s. */
@Module({})
export class GatewayModule {
  constructor(readiness: Readiness, messaging: Messaging, @Inject(SERVICE_URLS) urls: ServiceUrls) {
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
    const { ok } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(limitMs) });
    return ok ? 'ready' : 'answers, and is not ready';
  } catch {
    return 'does not answer';
  }
}
