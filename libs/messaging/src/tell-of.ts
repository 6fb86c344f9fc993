import type { IntegrationEvent } from '@kompass/contracts';
import { Logger } from '@nestjs/common';

const logger = new Logger('Messages');

/** A line a message, at the level `debug`: who follows a request through the logs finds here where it went. */
export function tellOf(
  what: 'message published' | 'message handled',
  { correlationId, type, key, version, id }: IntegrationEvent,
  more: Readonly<Record<string, string>> = {},
): void {
  logger.debug({ msg: what, correlationId, type, key, version, id, ...more });
}
