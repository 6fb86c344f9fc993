import { describe, expect, it } from '@jest/globals';
import type { EventLog } from '@kompass/event-store';
import { Readiness } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import type { Messaging } from '@kompass/messaging';
import type { ProjectionAdmin } from '@kompass/read-store';
import { OperationsModule } from './operations.module.js';

async function partsWith(log: Pick<EventLog, 'head'>) {
  const readiness = new Readiness();
  const projections = {
    statuses: () => [
      { name: 'live', state: 'live' },
      { name: 'halted', state: 'halted', problem: { message: 'an unknown type' } },
    ],
  };
  const messaging = { problems: () => [] };
  new OperationsModule(
    readiness,
    projections as unknown as ProjectionAdmin,
    messaging as unknown as Messaging,
    log as EventLog,
  ).onApplicationBootstrap();
  return readiness.check();
}

describe('operations', () => {
  it('tell of every part whether it is well', async () => {
    expect(await partsWith({ head: () => Promise.resolve(undefined) })).toEqual({
      'event-store': { ready: true },
      'projection live': { ready: true, detail: 'live' },
      'projection halted': { ready: false, detail: 'an unknown type' },
      messaging: { ready: true },
    });
  });

  it('name an event store that does not answer', async () => {
    const gone = new Rejected('event-store-unavailable', { retryAfter: 1 });
    expect(await partsWith({ head: () => Promise.reject(gone) })).toMatchObject({
      'event-store': { ready: false, detail: 'event-store-unavailable' },
    });
  });
});
