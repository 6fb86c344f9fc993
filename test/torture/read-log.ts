import { EsdbEventLog, type StoredEvent } from '@kompass/event-store';

/** Every category of stream there is: one that is missing here shows as a gap in the positions. */
const prefixes = ['evaluation-', 'instrument-', 'kompass-', 'municipality-', 'result-', 'schedule-'];

/** Every event, in the order of the log, through the official client. */
export async function readLog(url: string): Promise<StoredEvent[]> {
  const log = new EsdbEventLog({ url });
  const reading = new AbortController();
  const events: StoredEvent[] = [];
  try {
    for await (const item of log.follow({ prefixes, signal: reading.signal })) {
      if (item.kind === 'event') events.push(item.event);
      if (item.kind === 'caught-up') break;
    }
    return events;
  } finally {
    reading.abort();
    await log.dispose();
  }
}
