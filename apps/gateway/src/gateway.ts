import type { DynamicModule } from '@nestjs/common';
import { GatewayModule } from '@kompass/gateway';
import { IdentityModule } from '@kompass/identity';
import { MessagingModule } from '@kompass/messaging';
import { PostgresModule, type Given } from '@kompass/service';

export const gatewayNeeds = ['schedulingUrl', 'scoringUrl', 'reportingUrl'] as const;

export type GatewayOptions = Pick<
  Given<(typeof gatewayNeeds)[number]>,
  'postgresUrl' | 'kafka' | 'schedulingUrl' | 'scoringUrl' | 'reportingUrl' | 'sessionHours' | 'operatorToken'
>;

/** Accounts and sessions, and the services behind them. */
export function gatewayModule({
  postgresUrl,
  kafka,
  schedulingUrl,
  scoringUrl,
  reportingUrl,
  sessionHours,
  operatorToken,
}: GatewayOptions): DynamicModule {
  return {
    module: class GatewayServiceModule {},
    imports: [
      PostgresModule.at(postgresUrl),
      MessagingModule.forRoot({ kafka }),
      IdentityModule.with({ sessionHours, operatorToken }),
      GatewayModule.with({ scheduling: schedulingUrl, scoring: scoringUrl, reporting: reportingUrl }),
    ],
  };
}
