import type { RecordedEvent } from '../log/event.js';
import type { Chunk, EventTable } from '../log/event-table.js';
import type { LogReader } from '../log/log-reader.js';
import type { Outlet } from './outlet.js';
import type { streams } from './protocol.js';
import type { Read } from './read-request.js';
import { eventResponse, streamNotFound } from './read-response.js';

/** Reads a stream or `$all`, chunk by chunk, until `count` events are sent or there are no more. */
export async function read(outlet: Outlet<streams.ReadResp>, log: LogReader, request: Read): Promise<void> {
  const { stream, uuids, count } = request;
  const path = stream === undefined ? allPath(log, request) : streamPath(log.table, stream, request);
  let place = path.start;
  let sent = 0;
  while (sent < count && !outlet.signal.aborted) {
    const { events, complete } = await path.next(place, count - sent);
    for (const event of events) await outlet.write(eventResponse(event, uuids));
    sent += events.length;
    const last = events.at(-1);
    if (complete || !last) break;
    place = path.after(last);
  }
  if (sent === 0 && stream !== undefined && (await log.table.lastRevision(stream)) < 0)
    await outlet.write(streamNotFound(stream));
}

interface Path {
  readonly start: number;
  next(place: number, limit: number): Promise<Chunk>;
  after(last: RecordedEvent): number;
}

/** Forwards from a position on, that one included, to where the log ends now; backwards from before a position. */
function allPath({ table, head: { position: head } }: LogReader, { from, backwards }: Read): Path {
  const after = (last: RecordedEvent): number => last.position;
  return backwards
    ? {
        start: from === 'start' ? 0 : from === 'end' ? head + 1 : from,
        next: (before, limit) => table.backwards(before, limit),
        after,
      }
    : {
        start: from === 'start' ? 0 : from === 'end' ? head : from - 1,
        next: (place, limit) => table.forwards(place, head, limit),
        after,
      };
}

/** From a revision on, that one included. */
function streamPath(table: EventTable, stream: string, { from, backwards }: Read): Path {
  const start = from === 'start' ? 0 : from === 'end' ? Number.MAX_SAFE_INTEGER : from;
  return backwards
    ? {
        start,
        next: (revision, limit) => table.streamBackwards(stream, revision, limit),
        after: (last) => last.revision - 1,
      }
    : {
        start,
        next: (revision, limit) => table.streamForwards(stream, revision, limit),
        after: (last) => last.revision + 1,
      };
}
