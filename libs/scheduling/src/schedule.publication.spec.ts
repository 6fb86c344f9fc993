import { describe, expect, it } from '@jest/globals';
import { recorded, type Given } from '@kompass/testing';
import type { ScheduleEvent } from './domain/schedule.events.js';
import {
  interviewBooked,
  interviewCancelled,
  interviewHeld,
  interviewMoved,
  oslo,
  underWay,
} from './domain/schedule.fixtures.js';
import { evolve, unopened } from './domain/schedule.js';
import { schedulePublication } from './schedule.publication.js';

/** The message of the last of these events. */
function lastMessage(...events: Given<ScheduleEvent>[]) {
  const all = recorded<ScheduleEvent>(...events);
  const last = all.at(-1)!;
  const { at: time, revision: version } = last.meta;
  const envelope = { key: 'roros-2017', version, time, correlationId: 'c', causationId: 'e' };
  return schedulePublication.messages[last.type]?.(last as never, all.reduce(evolve, unopened), envelope);
}

describe('what scheduling publishes', () => {
  it('tells what an interview that was held covers', () => {
    expect(lastMessage(...underWay, interviewBooked(), interviewHeld({ participants: 2 }))).toMatchObject({
      topic: 'kompass.scheduling.v1',
      type: 'InterviewHeld',
      key: 'roros-2017',
      version: 4,
      data: {
        interviewId: 'first',
        group: 'mayor',
        areas: ['1', '3', '8'],
        heldAt: oslo('09:00'),
        participants: 2,
      },
    });
  });

  it('takes back what was held by mistake, and says nothing of what was only booked', () => {
    expect(lastMessage(...underWay, interviewBooked(), interviewHeld(), interviewCancelled())).toMatchObject({
      type: 'InterviewCancelled',
      version: 5,
      data: { interviewId: 'first' },
    });
    expect(lastMessage(...underWay, interviewBooked(), interviewCancelled())).toBeUndefined();
    expect(lastMessage(...underWay, interviewBooked(), interviewMoved())).toBeUndefined();
    expect(lastMessage(...underWay)).toBeUndefined();
  });
});
