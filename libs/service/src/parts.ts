import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  DailyCheckpoints,
  EVENT_LOG,
  LOG_ID,
  SIGNING_KEYS,
  type EventLog,
  type SigningKeys,
} from '@kompass/event-store';
import { POSTGRES_URL, Session } from '@kompass/read-store';

/** Where the data are, for every module of the process. */
@Module({})
export class PostgresModule {
  static at(url: string): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      providers: [{ provide: POSTGRES_URL, useValue: url }],
      exports: [POSTGRES_URL],
    };
  }
}

/** Keeps the signed heads of streams in a folder, which replicas may share; none where there is no folder. */
export function dailyCheckpoints(folder: string | undefined, prefixes: readonly string[]): Provider[] {
  if (folder === undefined) return [];
  return [
    {
      provide: DailyCheckpoints,
      inject: [EVENT_LOG, LOG_ID, SIGNING_KEYS, POSTGRES_URL],
      useFactory: (log: EventLog, logId: string, keys: SigningKeys, url: string) =>
        new DailyCheckpoints({
          log,
          logId,
          keys,
          folder,
          prefixes,
          alone: aloneAmongReplicas(url, prefixes),
        }),
    },
  ];
}

/** One replica at a time, by advisory lock; the others leave it to that one. */
function aloneAmongReplicas(url: string, prefixes: readonly string[]) {
  const lock = `kompass:checkpoints:${prefixes.join(',')}`;
  return async (work: () => Promise<void>): Promise<void> => {
    const session = await Session.open(url, 'kompass-checkpoints');
    try {
      if (await session.tryLock(lock)) await work();
    } finally {
      await session.close();
    }
  };
}
