import { Module, type DynamicModule } from '@nestjs/common';
import { EventStoreModule } from '@kompass/event-store';
import { IdentityModule, type IdentityOptions } from '@kompass/identity';
import { MessagingModule, type InProcessBusOptions } from '@kompass/messaging';
import { OperationsModule } from '@kompass/operations';
import { POSTGRES_URL } from '@kompass/read-store';
import { RegisterModule } from '@kompass/register';
import { ReportingModule } from '@kompass/reporting';
import { ScoringModule } from '@kompass/scoring';

export interface StandaloneOptions extends IdentityOptions {
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  /** Tests: mixes and repeats messages between contexts. */
  readonly disorder?: InProcessBusOptions['disorder'];
}

/** Where the data are, for every module of the process. */
@Module({})
class PostgresModule {
  static at(url: string): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      providers: [{ provide: POSTGRES_URL, useValue: url }],
      exports: [POSTGRES_URL],
    };
  }
}

/** Every context in one process, on the in-process bus. */
@Module({})
export class StandaloneModule {
  static with({ postgresUrl, eventStoreUrl, disorder, ...identity }: StandaloneOptions): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [
        PostgresModule.at(postgresUrl),
        EventStoreModule.forRoot({ url: eventStoreUrl, keys: identity.keys }),
        MessagingModule.forRoot(disorder ? { disorder } : {}),
        IdentityModule.with(identity),
        RegisterModule,
        ScoringModule,
        ReportingModule,
        OperationsModule,
      ],
    };
  }
}
