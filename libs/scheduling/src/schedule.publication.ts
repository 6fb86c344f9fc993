import { integrationEvent } from '@kompass/contracts';
import { own } from '@kompass/kernel';
import type { Publication } from '@kompass/messaging';
import { scheduleCatalog, type ScheduleEvent } from './domain/schedule.events.js';
import type { Schedule } from './domain/schedule.js';

/** What scheduling tells the other contexts: what was held, and what was held by mistake. Plans stay here. */
export const schedulePublication: Publication<Schedule, ScheduleEvent> = {
  catalog: scheduleCatalog,
  messages: {
    InterviewHeld: ({ data: { interview: interviewId, heldAt, participants } }, { interviews }, envelope) => {
      const { group, areas } = own(interviews, interviewId)!.value;
      const held = { interviewId, group, areas: [...areas], heldAt, participants };
      return integrationEvent('InterviewHeld', envelope, held);
    },
    InterviewCancelled: ({ data: { interview: interviewId } }, { interviews }, envelope) => {
      const { heldAt } = own(interviews, interviewId)!.value;
      return heldAt === undefined
        ? undefined
        : integrationEvent('InterviewCancelled', envelope, { interviewId });
    },
  },
};
