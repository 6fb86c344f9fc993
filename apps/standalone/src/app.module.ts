import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  DailyCheckpoints,
  EVENT_LOG,
  EventStoreModule,
  LOG_ID,
  SIGNING_KEYS,
  type EventLog,
  type EventStoreOptions,
  type SigningKeys,
} from '@kompass/event-store';
import { IdentityModule, type SessionOptions } from '@kompass/identity';
import { MessagingModule, type InProcessBusOptions } from '@kompass/messaging';
import { OperationsModule } from '@kompass/operations';
import { POSTGRES_URL } from '@kompass/read-store';
import { RegisterModule } from '@kompass/register';
import { ReportingModule } from '@kompass/reporting';
import { SchedulingModule } from '@kompass/scheduling';
import { ScoringModule } from '@kompass/scoring';

export interface StandaloneOptions extends SessionOptions {
  readonly keys: EventStoreOptions['keys'];
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  /** Folder for the signed heads of the log; without it none are kept. */
  readonly checkpoints?: string;
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

/** Streams whose heads are signed: all of ours. */
const prefixes = ['kompass-', 'municipality-', 'instrument-', 'schedule-', 'evaluation-', 'result-'];

function dailyCheckpoints(folder: string): Provider {
  return {
    provide: DailyCheckpoints,
    inject: [EVENT_LOG, LOG_ID, SIGNING_KEYS],
    useFactory: (log: EventLog, logId: string, keys: SigningKeys) =>
      new DailyCheckpoints({ log, logId, keys, folder, prefixes }),
  };
}

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
      providers: checkpoints === undefined ? [] : [dailyCheckpoints(checkpoints)],
    };
  }
}
