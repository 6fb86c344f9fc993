import {
  EsdbEventLog,
  openLogId,
  type EventMetadata,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '@kompass/event-store';
import { startEventStoreNode } from '@kompass/event-store-node';
import type { DomainEvent } from '@kompass/kernel';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** An event as it stands in the log, with only those parts of its metadata that a projection can see. */
export function tallyEvent({ type, data }: DomainEvent, minute = 0, actor = 'somebody'): NewEvent {
  const at = new Date(Date.UTC(2017, 8, 1, 8, minute)).toISOString();
  return { id: randomUUID(), type, data: { ...data, nonce: 'n' }, metadata: { at, actor } as EventMetadata };
}

/** A real log in a database of its own, for tallies. */
export interface TallyLog {
  readonly log: EsdbEventLog;
  readonly logId: string;
  /** Appends to the stream of a tally, wherever it ends; answers the position of the last event. */
  append(id: string, ...events: readonly DomainEvent[]): Promise<Position>;
  /** What the log holds of a tally. */
  history(id: string): Promise<StoredEvent[]>;
  stop(): Promise<void>;
}

export async function startTallyLog(postgres: string): Promise<TallyLog> {
  const node = await startEventStoreNode({ postgres, port: 0, allowUnsafe: true });
  const log = new EsdbEventLog({ url: `esdb://127.0.0.1:${node.port}?tls=false` });
  const logId = await openLogId(log, '2017-09-01T08:00:00.000Z');
  const ends = new Map<string, number>();
  return {
    log,
    logId,
    append: (id, ...events) => {
      const end = ends.get(id) ?? -1;
      ends.set(id, end + events.length);
      return log.append(
        `tally-${id}`,
        end,
        events.map((event, index) => tallyEvent(event, end + 1 + index)),
      );
    },
    history: async (id) => {
      const events: StoredEvent[] = [];
      for await (const event of log.readStream(`tally-${id}`)) events.push(event);
      return events;
    },
    stop: async () => {
      await log.dispose();
      await node.stop();
    },
  };
}

/** Waits until it is so; the test's own time limit ends one that never is. */
export async function eventually(met: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await met())) await delay(5);
}
