import type { EventLog, StoredEvent } from '@kompass/event-store';
import { followInBatches } from '@kompass/read-store';
import type { MessageBus } from './message-bus.port.js';
import type { Publisher } from './publication.js';
import { RelayPosition } from './relay-position.js';
import { RelayProgress } from './relay-progress.js';
import { SingleActive, until, type SingleActiveOptions } from './single-active.js';

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
 * Publishes a context's events in the order of its log. The log is the outbox: the position is saved after the bus has
 * taken the messages over, so a crash in between repeats messages and loses none.
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
      const following = { prefixes, signal, ...(place.position && { after: place.position }) };
      let passed = place.position;
      let unsaved = 0;
      progress.begin(passed);
      try {
        for await (const batch of followInBatches(log, following, batchSize)) {
          let published = false;
          try {
            for (const item of batch) {
              if (item.kind !== 'event') continue; // a checkpoint may lie beyond the end of the log: no place to store
              progress.take(item.event.metadata.at);
              const message = await publisherOf(publishers, item.event).messageOf(item.event);
              if (message) await until(signal, bus.publish([message]));
              published ||= message !== undefined;
              passed = item.event.position;
              unsaved += 1;
            }
          } finally {
            if (passed && (published || unsaved >= unsavedAtMost)) {
              await place.moveTo(passed);
              unsaved = 0;
            }
          }
          progress.passed(passed);
          progressed();
        }
      } finally {
        progress.end();
      }
      signal.throwIfAborted();
    },
    options,
  );
}

function publisherOf(publishers: readonly Publisher[], { stream }: StoredEvent): Publisher {
  const found = publishers.find(({ prefix }) => stream.startsWith(prefix));
  if (!found) throw new Error(`the log yielded ${stream}, which was not asked for`);
  return found;
}
