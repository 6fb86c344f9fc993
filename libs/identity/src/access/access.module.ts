import { Module, type DynamicModule, type FactoryProvider, type ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { JWTVerifyGetKey } from 'jose';
import { AccessGuard } from './access.guard.js';
import { TokenGuard } from './token.guard.js';
import { TokenVerifier } from './token.js';
import { trustedKeys, type TrustedKeysOptions } from './trusted-keys.js';

/** How a process finds the public key that a token names. */
export interface KeyFinder extends Pick<FactoryProvider<JWTVerifyGetKey>, 'inject' | 'useFactory'> {
  readonly imports?: ModuleMetadata['imports'];
}

/** Who asks, and whether they may: for every process with routes of ours, also one without accounts. */
@Module({})
export class AccessModule {
  /** Of a service: believes the tokens of the gateway, whose keys it fetches. */
  static trusting(gatewayUrl: string, options?: TrustedKeysOptions): DynamicModule {
    return AccessModule.by({ useFactory: () => trustedKeys(gatewayUrl, options) });
  }

  static by({ imports = [], inject = [], useFactory }: KeyFinder): DynamicModule {
    return {
      module: AccessModule,
      imports,
      providers: [
        {
          provide: TokenVerifier,
          inject,
          useFactory: async (...injected: unknown[]) =>
            new TokenVerifier(await useFactory(...(injected as never[]))),
        },
        { provide: APP_GUARD, useClass: TokenGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
    };
  }
}
