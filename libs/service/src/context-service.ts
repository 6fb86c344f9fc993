import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import type { Service } from '@kompass/contracts';
import { EventStoreModule } from '@kompass/event-store';
import { AccessModule } from '@kompass/identity';
import { MessagingModule } from '@kompass/messaging';
import { OperationsModule } from '@kompass/operations';
import { dailyCheckpoints, PostgresModule } from './parts.js';
import { runService, type Given } from './run-service.js';

/** Contexts as a service of their own. */
export interface ContextService {
  readonly name: Service;
  readonly contexts: NonNullable<ModuleMetadata['imports']>;
  /** Of the streams whose heads it signs: its own. */
  readonly prefixes: readonly string[];
}

const needs = ['eventStoreUrl', 'gatewayUrl'] as const;

export type ContextServiceOptions = Pick<
  Given<(typeof needs)[number]>,
  'postgresUrl' | 'eventStoreUrl' | 'gatewayUrl' | 'kafka' | 'keys' | 'checkpointsDir'
>;

/** The contexts of a service with what they run on; who asks is told by the tokens of the gateway. */
export function contextModule(
  { contexts, prefixes }: Omit<ContextService, 'name'>,
  { postgresUrl, eventStoreUrl, gatewayUrl, kafka, keys, checkpointsDir }: ContextServiceOptions,
): DynamicModule {
  return {
    module: class ContextServiceModule {},
    imports: [
      PostgresModule.at(postgresUrl),
      EventStoreModule.forRoot({ url: eventStoreUrl, keys }),
      MessagingModule.forRoot({ kafka }),
      AccessModule.trusting(gatewayUrl),
      ...contexts,
      OperationsModule,
    ],
    providers: dailyCheckpoints(checkpointsDir, prefixes),
  };
}

/** The program of a service. */
export function runContextService({ name, ...service }: ContextService): Promise<never> {
  return runService({ name, needs, module: (given) => contextModule(service, given) });
}
