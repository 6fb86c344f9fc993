import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { EsdbEventLog } from './esdb-event-log.js';
import { openLogId } from './log-id.js';
import { EVENT_LOG, LOG_ID } from './tokens.js';

/** The event log for every module of the process: `EVENT_LOG` and `LOG_ID`. */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EsdbEventLog) {}

  /** @param url `esdb://…` */
  static forRoot({ url }: { readonly url: string }): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        { provide: EVENT_LOG, useFactory: () => new EsdbEventLog({ url }) },
        {
          provide: LOG_ID,
          inject: [EVENT_LOG],
          useFactory: (log: EsdbEventLog) => openLogId(log, new Date().toISOString()),
        },
      ],
      exports: [EVENT_LOG, LOG_ID],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.dispose();
  }
}
