import type { IntegrationEvent } from '@kompass/contracts';
import type { EventLog, Position, StoredEvent } from '@kompass/event-store';
import { followInBatches } from '@kompass/read-store';
import type { MessageBus } from './message-bus.port.js';
import type { Publisher } from './publication.js';
import { RelayPosition } from './relay-position.js';
import { RelayProgress } from './relay-progress.js';
import { SingleActive, until, type SingleActiveOptions } from './single-active.js';
import { tellOf } from './tell-of.js';

export interface LogRelayParts {
  /** `postgres://…` */
  readonly url: string;
  /** Of the context; holds `relay_position`. */
  readonly schema: string;
  readonly log: EventLog;
  readonly logId: string;
  readonly bus: MessageBus;
  readonly publishers: readonly Publisher[];
  /** Is told how far it has come. */
  readonly progress?: RelayProgress;
}

const batchSize = 500;

/** Events that stay inside are passed without saving the position, so many at most; after a restart they are read again. */
const unsavedAtMost = 500;

/**
 * Publishes a context's events in the order of its log, a batch at a time. The log is the outbox: the position is saved
 * after the bus has taken the messages over, so a crash in between repeats messages and loses none. It begins anew where
 * its position was moved by somebody else (`rewindRelay`).
 *
 * Who adds a consumer of what was published before adds a migration that sets the position to NULL: the relay then
 * starts over, and nobody minds a repeat.
 */
export function logRelay(parts: LogRelayParts, options?: SingleActiveOptions): SingleActive {
  const { url, schema, log, logId, bus, publishers, progress = new RelayProgress(schema) } = parts;
  const prefixes = publishers.map(({ prefix }) => prefix);
  return new SingleActive(
    url,
    `kompass:relay:${schema}`,
    async (session, signal, progressed) => {
      const place = await RelayPosition.takeOver(session, schema, log, logId);
      await place.whileHeld(signal, async (held) => {
        const following = { prefixes, signal: held, ...(place.position && { after: place.position }) };
        let passed = place.position;
        let unsaved = 0;
        progress.begin(passed);
        try {
          for await (const items of followInBatches(log, following, batchSize)) {
            // A checkpoint may lie beyond the end of the log: no place to store.
            const events = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
            if (events[0]) progress.take(events[0].metadata.at);
            const batch = await translated(publishers, events);
            if (batch.messages.length > 0) await until(held, bus.publish(batch.messages));
            for (const message of batch.messages) tellOf('message published', message);
            passed = batch.passed ?? passed;
            unsaved += events.length;
            if (batch.passed && (batch.messages.length > 0 || unsaved >= unsavedAtMost)) {
              await place.moveTo(batch.passed);
              unsaved = 0;
            }
            if (batch.stopped) throw batch.stopped.by;
            progress.passed(passed);
            progressed();
          }
        } finally {
          progress.end();
        }
      });
    },
    options,
  );
}

interface Translated {
  readonly messages: readonly IntegrationEvent[];
  /** Of the last event that could be read. */
  readonly passed: Position | undefined;
  /** What keeps the rest from being read: what comes before it is published all the same. */
  readonly stopped?: { readonly by: unknown };
}

async function translated(
  publishers: readonly Publisher[],
  events: readonly StoredEvent[],
): Promise<Translated> {
  const messages: IntegrationEvent[] = [];
  let passed: Position | undefined;
  for (const event of events) {
    try {
      const message = await publisherOf(publishers, event).messageOf(event);
      if (message) messages.push(message);
    } catch (by) {
      return { messages, passed, stopped: { by } };
    }
    passed = event.position;
  }
  return { messages, passed };
}

function publisherOf(publishers: readonly Publisher[], { stream }: StoredEvent): Publisher {
  const found = publishers.find(({ prefix }) => stream.startsWith(prefix));
  if (!found) throw new Error(`the log yielded ${stream}, which was not asked for`);
  return found;
}
