import { Streams, type EventLog, type PassageVault } from '@kompass/event-store';
import { own, Rejected } from '@kompass/kernel';
import type { ReadStore } from '@kompass/read-store';
import type { InstrumentLibrary } from '@kompass/reference';
import { movedTo } from './domain/interviews.js';
import type { OpenSchedule, ScheduleCommand } from './domain/schedule.commands.js';
import { scheduleDecider, type ScheduleReference } from './domain/schedule.decider.js';
import { scheduleCatalog, type ScheduleEvent } from './domain/schedule.events.js';
import type { Schedule } from './domain/schedule.js';
import { takenElsewhere } from './views/interview/taken-elsewhere.query.js';

/** The schedules of evaluations: the one way to change one. */
export class Schedules extends Streams<ScheduleCommand, Schedule, ScheduleEvent, ScheduleReference> {
  constructor(log: EventLog, vault: PassageVault, instruments: InstrumentLibrary, store: ReadStore) {
    super(log, vault, {
      ...scheduleDecider,
      ...scheduleCatalog,
      async reference(command, { about, interviews }) {
        if (command.type === 'OpenSchedule') return { instrument: await instrumentOf(command, instruments) };
        if (!about) return {};
        if (command.type === 'BookInterview')
          return { elsewhere: await takenElsewhere(store, about, command) };
        const booked = command.type === 'MoveInterview' && own(interviews, command.interview)?.value;
        if (!booked) return {};
        return { elsewhere: await takenElsewhere(store, about, movedTo(booked, command)) };
      },
    });
  }
}

/** The register tells of instruments on a topic of its own: this one may be on its way, and is waited for. */
async function instrumentOf({ instrument: { digest } }: OpenSchedule, instruments: InstrumentLibrary) {
  try {
    return await instruments.demand(digest);
  } catch (error) {
    if (!(error instanceof Rejected) || error.code !== 'not-yet-known') throw error;
    throw new Rejected(error.code, { ...error.detail, retryAfter: 1 });
  }
}
