import { generateKeyPairSync } from 'node:crypto';
import type { SystemRole } from '@kompass/contracts';
import type { InProcessBusOptions } from '@kompass/messaging';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

export interface ContextAppOptions extends InProcessBusOptions {
  /** `postgres://…` */
  readonly url: string;
  readonly eventStoreUrl: string;
  /** Whoever asks is this account: who may do what is held elsewhere. */
  readonly as: { readonly accountId: string; readonly roles: readonly SystemRole[] };
}

/** One context as an application, on engines of a test and the in-process bus. */
export async function contextApp(
  context: Type,
  { url, eventStoreUrl, as, ...bus }: ContextAppOptions,
): Promise<NestFastifyApplication> {
  // Loaded here, since most who import this library start no application.
  const [
    { EventStoreModule },
    { createApp, createLogger },
    { MessagingModule },
    { POSTGRES_URL },
    { APP_GUARD },
  ] = await Promise.all([
    import('@kompass/event-store'),
    import('@kompass/http'),
    import('@kompass/messaging'),
    import('@kompass/read-store'),
    import('@nestjs/core'),
  ]);
  const keys = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const everybody: CanActivate = {
    canActivate: (asked: ExecutionContext) => {
      asked.switchToHttp().getRequest<FastifyRequest>().principal = { ...as, roles: [...as.roles] };
      return true;
    },
  };
  const application = {
    module: class Application {},
    global: true,
    imports: [EventStoreModule.forRoot({ url: eventStoreUrl, keys }), MessagingModule.forRoot(bus), context],
    providers: [
      { provide: POSTGRES_URL, useValue: url },
      { provide: APP_GUARD, useValue: everybody },
    ],
    exports: [POSTGRES_URL],
  };
  return createApp(application, { secret: Buffer.from('secret'), logger: createLogger('silent') });
}
