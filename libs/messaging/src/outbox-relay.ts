import { setTimeout as delay } from 'node:timers/promises';
import type { IntegrationEvent } from '@kompass/contracts';
import type { MessageBus } from './message-bus.port.js';
import { SingleActive, until, type SingleActiveOptions } from './single-active.js';

export interface OutboxRelayParts {
  /** `postgres://…` */
  readonly url: string;
  /** Schema of the table `outbox (id bigserial, key text, message jsonb)`, whose rows are written together with what they tell of. */
  readonly schema: string;
  readonly bus: MessageBus;
  /** How often an empty outbox is looked at, in milliseconds. */
  readonly pollMs?: number;
}

/**
 * Publishes messages that come from tables, not from events: row by row in their order, each deleted once the
 * bus has taken it over. The order per key holds where a writer locks what the key names before it adds its row.
 */
export function outboxRelay(parts: OutboxRelayParts, options?: SingleActiveOptions): SingleActive {
  const { url, schema, bus, pollMs = 100 } = parts;
  return new SingleActive(
    url,
    `kompass:outbox:${schema}`,
    async (session, signal, progressed) => {
      while (!signal.aborted) {
        const [row] = await session.query<{ id: number; message: IntegrationEvent }>(
          `SELECT id, message FROM "${schema}".outbox ORDER BY id LIMIT 1`,
        );
        if (row) {
          await until(signal, bus.publish([row.message]));
          await session.query(`DELETE FROM "${schema}".outbox WHERE id = $1`, [row.id]);
        }
        progressed();
        if (!row) await delay(pollMs, undefined, { signal });
      }
      signal.throwIfAborted();
    },
    options,
  );
}
