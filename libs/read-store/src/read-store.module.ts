import { EVENT_LOG, LOG_ID, type EventLog } from '@kompass/event-store';
import { Module, type DynamicModule } from '@nestjs/common';
import { ContextProjections } from './context-projections.js';
import { openReadStore, type ReadStoreOptions } from './open-read-store.js';
import { ProjectionAdmin } from './projection-admin.js';
import type { AnyProjection } from './projection.js';
import { ReadStore } from './read-store.js';

/** Injection token of the `postgres://…` url of the database (string). */
export const POSTGRES_URL = Symbol('POSTGRES_URL');

/** Injection token of the `ReadStore` of a context. */
export function readStoreToken(schema: string): string {
  return `ReadStore(${schema})`;
}

export interface ReadStoreModuleOptions extends Omit<ReadStoreOptions, 'url'> {
  /** What this process keeps up to date, for as long as the application runs. */
  readonly projections: readonly AnyProjection[];
}

/** One for all contexts of a process, so that an administrator sees every projection. */
@Module({ providers: [ProjectionAdmin], exports: [ProjectionAdmin] })
export class ProjectionAdminModule {}

/**
 * A context's views: its `ReadStore` (under `readStoreToken`), the runners of its projections, and `ProjectionAdmin`.
 * The application provides `POSTGRES_URL`, `EVENT_LOG` and `LOG_ID` globally.
 */
@Module({})
export class ReadStoreModule {
  static forContext({ projections, ...options }: ReadStoreModuleOptions): DynamicModule {
    const store = readStoreToken(options.schema);
    return {
      module: ReadStoreModule,
      imports: [ProjectionAdminModule],
      providers: [
        {
          provide: store,
          inject: [POSTGRES_URL],
          useFactory: async (url: string) =>
            new ReadStore(await openReadStore({ ...options, url }), options.schema),
        },
        {
          provide: ContextProjections,
          inject: [store, POSTGRES_URL, EVENT_LOG, LOG_ID, ProjectionAdmin],
          useFactory: (
            store: ReadStore,
            url: string,
            log: EventLog,
            logId: string,
            admin: ProjectionAdmin,
          ) => {
            const context = new ContextProjections({ store, url, log, logId }, projections);
            admin.add(context);
            return context;
          },
        },
      ],
      exports: [store, ProjectionAdminModule],
    };
  }
}
