import { v4 as uuidV4 } from 'uuid';
import { chainStart } from './chain.js';
import type { EventLog } from './event-log.js';
import { tieEvents, Nonces } from './tie-events.js';

const logStream = 'kompass-log';

async function readLogId(log: EventLog): Promise<string | undefined> {
  for await (const { data } of log.readStream(logStream, { limit: 1 })) return String(data['logId']);
  return undefined;
}

/**
 * The id of this log, given to it at its first start as the one event of the stream `kompass-log`.
 * A checkpoint names it, so that one of another log is recognised.
 *
 * @param at ISO 8601, UTC
 */
export async function openLogId(log: EventLog, at: string): Promise<string> {
  const known = await readLogId(log);
  if (known) return known;
  const id = uuidV4();
  const context = {
    actor: 'policy:first-start',
    commandId: id,
    request: '',
    correlationId: id,
    causationId: id,
    at,
  };
  const end = { stream: logStream, revision: -1, hash: chainStart, at };
  const { tied } = tieEvents(end, [{ type: 'LogCreated', data: { logId: id } }], context, new Nonces());
  try {
    await log.append(logStream, -1, tied);
    return id;
  } catch (error) {
    // Another process was first, or ours was stored although its answer got lost.
    const stored = await readLogId(log);
    if (stored === undefined) throw error;
    return stored;
  }
}
