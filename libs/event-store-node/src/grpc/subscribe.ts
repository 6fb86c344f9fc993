import { randomUUID } from 'node:crypto';
import type { LogReader, Source } from '../log/log-reader.js';
import type { Outlet } from './outlet.js';
import type { streams } from './protocol.js';
import type { Subscription } from './read-request.js';
import { caughtUp, checkpoint, confirmation, eventResponse, fellBehind } from './read-response.js';

/**
 * Follows the log until the client goes: reads a page, hands it over at the client's pace, reads the next, and waits
 * at the end of the log until it grows. There is no queue and no change from catching up to live, only pages that
 * come from memory and pages that come from the table.
 */
export async function subscribe(
  outlet: Outlet<streams.ReadResp>,
  log: LogReader,
  request: Subscription,
): Promise<void> {
  const { uuids, checkpointInterval: interval = Infinity } = request;
  const source = await sourceOf(log, request);
  let announced = source.scannedTo;
  let live = false;

  /** Positions have no gaps: their difference is the number of events looked at. */
  const announce = async (position: number, atLeast = interval): Promise<void> => {
    if (position - announced < atLeast) return;
    announced = position;
    await outlet.write(checkpoint(position));
  };

  await outlet.write(confirmation(randomUUID()));
  while (!outlet.signal.aborted) {
    const page = await source.next();
    if (live && !page.recent) {
      live = false;
      await outlet.write(fellBehind());
    }
    for (const event of page.events) {
      await outlet.write(eventResponse(event, uuids));
      await announce(event.position);
    }
    await announce(page.scannedTo);
    if (!page.atHead) continue;
    if (!live) {
      live = true;
      if (request.filter) await announce(page.scannedTo, 1);
      await outlet.write(caughtUp());
    }
    await log.head.beyond(page.scannedTo, outlet.signal);
  }
}

/** A subscription begins after the place it names. */
async function sourceOf(log: LogReader, { stream, from, filter }: Subscription): Promise<Source> {
  if (stream === undefined) {
    const after = from === 'start' ? 0 : from === 'end' ? log.head.position : from;
    return log.all(after, filter);
  }
  const after = from === 'start' ? -1 : from === 'end' ? await log.table.lastRevision(stream) : from;
  return log.stream(stream, after);
}
