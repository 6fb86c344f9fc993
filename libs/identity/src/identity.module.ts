import { Inject, Module, type OnApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { HTTP_OPTIONS, Readiness, type HttpOptions } from '@kompass/http';
import { MessagingModule } from '@kompass/messaging';
import { openReadStore, POSTGRES_URL } from '@kompass/read-store';
import type { DataSource } from 'typeorm';
import { errors } from 'jose';
import { AccessModule } from './access/access.module.js';
import { TokenMint } from './access/token.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { Accounts } from './accounts/accounts.js';
import { Invitations } from './accounts/invitations.js';
import { identityMigrations, identitySchema } from './identity.migration.js';
import { SigningKeysController } from './keys/signing-keys.controller.js';
import { SigningKeys } from './keys/signing-keys.js';
import { SessionExchange } from './sessions/session-exchange.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Sessions, type SessionOptions } from './sessions/sessions.js';

/** The tables of identity, for whoever makes them: this module, a restore. */
export const identityTables = { schema: identitySchema, migrations: identityMigrations };

const DATABASE = Symbol('identity database');

/** The tables, and the keys in them that sign tokens. The application provides `POSTGRES_URL` globally. */
@Module({
  providers: [
    {
      provide: DATABASE,
      inject: [POSTGRES_URL],
      useFactory: (url: string) => openReadStore({ url, ...identityTables }),
    },
    {
      provide: SigningKeys,
      inject: [DATABASE, HTTP_OPTIONS],
      useFactory: (database: DataSource, { secret, now }: HttpOptions) =>
        new SigningKeys(database, secret, now),
    },
  ],
  exports: [DATABASE, SigningKeys],
})
class IdentityTablesModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: DataSource,
    readiness: Readiness,
  ) {
    readiness.register('identity', async () => {
      await database.query('SELECT 1');
      return { ready: true };
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}

/** In the process that signs them, tokens are verified with the keys themselves. */
const access = AccessModule.by({
  imports: [IdentityTablesModule],
  inject: [SigningKeys],
  useFactory: (keys: SigningKeys) => async (header: { kid?: string }) => {
    const key = await keys.find(header.kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  },
});

/**
 * Accounts and sessions, at the edge, with the guards of every process (`AccessModule`).
 * The application provides `POSTGRES_URL` globally, and `MessagingModule.forRoot()`.
 */
@Module({})
export class IdentityModule {
  static with(options: SessionOptions): DynamicModule {
    return {
      module: IdentityModule,
      imports: [IdentityTablesModule, access, MessagingModule.forOutbox(identitySchema)],
      controllers: [AccountsController, SessionsController, SigningKeysController],
      providers: [
        {
          provide: Sessions,
          inject: [DATABASE, SigningKeys, HTTP_OPTIONS],
          useFactory: (database: DataSource, keys: SigningKeys, { now }: HttpOptions) =>
            new Sessions(database, new TokenMint(() => keys.current()), now, options),
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
}
