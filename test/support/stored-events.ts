import { EsdbEventLog, type EventLog, type StoredEvent } from '@kompass/event-store';

/** Every event of the log, in its order, up to its end. */
export async function storedEvents(log: EventLog): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  const end = new AbortController();
  for await (const item of log.follow({ prefixes: [''], signal: end.signal })) {
    if (item.kind === 'event') events.push(item.event);
    if (item.kind === 'caught-up') end.abort();
  }
  return events;
}

/** Every event in the event store at `url`, through the official client. */
export async function storedEventsAt(url: string): Promise<StoredEvent[]> {
  const log = new EsdbEventLog({ url });
  try {
    return await storedEvents(log);
  } finally {
    await log.dispose();
  }
}
