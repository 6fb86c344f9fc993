import { Module, type DynamicModule } from '@nestjs/common';
import { EventStoreModule, type EventStoreOptions } from '@kompass/event-store';
import { IdentityModule, type SessionOptions } from '@kompass/identity';
import { MessagingModule, type InProcessBusOptions } from '@kompass/messaging';
import { OperationsModule } from '@kompass/operations';
import { RegisterModule } from '@kompass/register';
import { ReportingModule } from '@kompass/reporting';
import { SchedulingModule } from '@kompass/scheduling';
import { ScoringModule } from '@kompass/scoring';
import { dailyCheckpoints, PostgresModule } from '@kompass/service';

export interface StandaloneOptions extends SessionOptions {
  readonly keys: EventStoreOptions['keys'];
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  /** Folder for the signed heads of the log; without it none are kept. */
  readonly checkpoints?: string;
  /** Tests: mixes and repeats messages between contexts. */
  readonly disorder?: InProcessBusOptions['disorder'];
}

/** Streams whose heads are signed: all of ours. */
const prefixes = ['kompass-', 'municipality-', 'instrument-', 'schedule-', 'evaluation-', 'result-'];

/** Every context in one process, on the in-process bus. */
@Module({})
export class StandaloneModule {
  static with({
    postgresUrl,
    eventStoreUrl,
    checkpoints,
    disorder,
    keys,
    ...sessions
  }: StandaloneOptions): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [
        PostgresModule.at(postgresUrl),
        EventStoreModule.forRoot({ url: eventStoreUrl, keys }),
        MessagingModule.forRoot(disorder ? { disorder } : {}),
        IdentityModule.with(sessions),
        RegisterModule,
        SchedulingModule,
        ScoringModule,
        ReportingModule,
        OperationsModule,
      ],
      providers: dailyCheckpoints(checkpoints, prefixes),
    };
  }
}
