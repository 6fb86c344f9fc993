import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { TokenGuard } from './token.guard.js';
import { TokenVerifier, type TokenKeys } from './token.js';

/** Who asks, and whether they may: for every process with routes of ours, also one without accounts. */
@Module({})
export class AccessModule {
  static with(keys: Pick<TokenKeys, 'publicKey'>): DynamicModule {
    return {
      module: AccessModule,
      providers: [
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(keys) },
        { provide: APP_GUARD, useClass: TokenGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
    };
  }
}
