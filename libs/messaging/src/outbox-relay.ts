import { setTimeout as delay } from 'node:timers/promises';
import { MessageUnreadable, type IntegrationEvent } from '@kompass/contracts';
import type { MessageBus } from './message-bus.port.js';
import { SingleActive, until, type SingleActiveOptions } from './single-active.js';
import { tellOf } from './tell-of.js';

export interface OutboxRelayParts {
  /** `postgres://…` */
  readonly url: string;
  /** Schema of the table `outbox (id bigserial, key text, message jsonb)`, whose rows are written together with what they tell of. */
  readonly schema: string;
  readonly bus: MessageBus;
  /** How often an empty outbox is looked at, in milliseconds. */
  readonly pollMs?: number;
}

const batchSize = 500;

interface Row {
  readonly id: number;
  readonly message: IntegrationEvent;
}

/**
 * Publishes messages that come from tables, not from events: in the order of their rows, a batch at a time, which is
 * deleted once the bus has taken it over. The order per key holds where a writer locks what the key names before it adds
 * its row.
 */
export function outboxRelay(parts: OutboxRelayParts, options?: SingleActiveOptions): SingleActive {
  const { url, schema, bus, pollMs = 100 } = parts;
  return new SingleActive(
    url,
    `kompass:outbox:${schema}`,
    async (session, signal, progressed) => {
      while (!signal.aborted) {
        const rows = await session.query<Row>(
          `SELECT id, message FROM "${schema}".outbox ORDER BY id LIMIT ${batchSize}`,
        );
        if (rows.length > 0) {
          const published = await until(signal, publishReadable(bus, rows));
          for (const { message } of published) tellOf('message published', message);
          const ids = published.map(({ id }) => id);
          await session.query(`DELETE FROM "${schema}".outbox WHERE id = ANY ($1)`, [ids]);
        }
        if (bus.moveOn) await until(signal, bus.moveOn(schema));
        progressed();
        if (rows.length === 0) await delay(pollMs, undefined, { signal });
      }
      signal.throwIfAborted();
    },
    options,
  );
}

/** Publishes the rows; where one is no message the first only, so that what comes before it is not held up. */
async function publishReadable(bus: MessageBus, rows: readonly Row[]): Promise<readonly Row[]> {
  try {
    await bus.publish(rows.map(({ message }) => message));
    return rows;
  } catch (error) {
    if (!(error instanceof MessageUnreadable) || rows.length === 1) throw error;
    return publishReadable(bus, rows.slice(0, 1));
  }
}
