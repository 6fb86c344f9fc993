import { Inject, Module, type OnApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { HTTP_OPTIONS, Readiness, type HttpOptions } from '@kompass/http';
import { MessagingModule } from '@kompass/messaging';
import { openReadStore, POSTGRES_URL } from '@kompass/read-store';
import type { DataSource } from 'typeorm';
import { AccessModule } from './access/access.module.js';
import { TokenMint, type TokenKeys } from './access/token.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { Accounts } from './accounts/accounts.js';
import { Invitations } from './accounts/invitations.js';
import { identityMigration, identitySchema } from './identity.migration.js';
import { SessionExchange } from './sessions/session-exchange.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Sessions, type SessionOptions } from './sessions/sessions.js';

/** The tables of identity, for whoever makes them: this module, a restore. */
export const identityTables = { schema: identitySchema, migrations: [identityMigration] };

const DATABASE = Symbol('identity database');

export interface IdentityOptions extends SessionOptions {
  readonly keys: TokenKeys;
}

/**
 * Accounts and sessions, at the edge, with the guards of every process (`AccessModule`).
 * The application provides `POSTGRES_URL` globally, and `MessagingModule.forRoot()`.
 */
@Module({})
export class IdentityModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: DataSource,
    readiness: Readiness,
  ) {
    readiness.register('identity', async () => {
      await database.query('SELECT 1');
      return { ready: true };
    });
  }

  static with(options: IdentityOptions): DynamicModule {
    return {
      module: IdentityModule,
      imports: [AccessModule.with(options.keys), MessagingModule.forOutbox(identitySchema)],
      controllers: [AccountsController, SessionsController],
      providers: [
        {
          provide: DATABASE,
          inject: [POSTGRES_URL],
          useFactory: (url: string) => openReadStore({ url, ...identityTables }),
        },
        {
          provide: Sessions,
          inject: [DATABASE, HTTP_OPTIONS],
          useFactory: (database: DataSource, { now }: HttpOptions) =>
            new Sessions(database, new TokenMint(options.keys), now, options),
        },
        {
          provide: Accounts,
          inject: [DATABASE, Sessions, HTTP_OPTIONS],
          useFactory: (database: DataSource, sessions: Sessions, { now }: HttpOptions) =>
            new Accounts(database, sessions, new Invitations(now), now),
        },
        SessionExchange,
      ],
      exports: [Accounts],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}
