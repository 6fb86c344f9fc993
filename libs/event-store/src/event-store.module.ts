import { createPrivateKey, createPublicKey } from 'node:crypto';
import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { EsdbEventLog } from './esdb-event-log.js';
import { openLogId } from './log-id.js';
import type { SigningKeys } from './proof/checkpoint.js';
import { EVENT_LOG, LOG_ID, SIGNING_KEYS } from './tokens.js';

export interface EventStoreOptions {
  /** `esdb://…` */
  readonly url: string;
  /** Ed25519 keys of the installation as PEM (PKCS #8 and SPKI): they sign the heads of streams. */
  readonly keys: { readonly privateKey: string; readonly publicKey: string };
}

/** The event log for every module of the process: `EVENT_LOG`, `LOG_ID` and `SIGNING_KEYS`. */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EsdbEventLog) {}

  static forRoot({ url, keys }: EventStoreOptions): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        {
          provide: EVENT_LOG,
          useFactory: () => {
            const logger = new Logger('EventStore');
            const onDrop = (reason: unknown) => logger.warn(`a subscription was dropped: ${String(reason)}`);
            return new EsdbEventLog({ url, onDrop });
          },
        },
        {
          provide: LOG_ID,
          inject: [EVENT_LOG],
          useFactory: (log: EsdbEventLog) => openLogId(log, new Date().toISOString()),
        },
        {
          provide: SIGNING_KEYS,
          useFactory: (): SigningKeys => ({
            privateKey: createPrivateKey(keys.privateKey),
            publicKey: createPublicKey(keys.publicKey),
          }),
        },
      ],
      exports: [EVENT_LOG, LOG_ID, SIGNING_KEYS],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.dispose();
  }
}
