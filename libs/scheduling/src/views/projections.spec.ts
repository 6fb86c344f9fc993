import { describe, expect, it } from '@jest/globals';
import { fold } from '@kompass/read-store';
import { by, recorded as recordedOf, type Given } from '@kompass/testing';
import type { ScheduleEvent } from '../domain/schedule.events.js';
import {
  assessorsChanged,
  interviewBooked,
  interviewCancelled,
  interviewHeld,
  interviewMoved,
  oslo,
  personInvited,
  scheduleOpened,
  sealedText,
  underWay,
} from '../domain/schedule.fixtures.js';
import { evolve, unopened } from '../domain/schedule.js';
import { interviewIn } from './interview/interview.answer.js';
import { interviewProjection } from './interview/interview.projection.js';
import { scheduleProjection } from './schedule/schedule.projection.js';

const stream = 'schedule-roros-2017';
const recorded = (...events: Given<ScheduleEvent>[]) => recordedOf<ScheduleEvent>(...events);

const windows = [{ start: oslo('13:00'), end: oslo('15:00') }];
/** One of each, and more. */
const course = recorded(
  ...underWay,
  { type: 'AvailabilityGiven', data: { who: 'group:mayor', windows } },
  personInvited(),
  interviewBooked({ invitees: ['kari'], title: sealedText('Ordfører') }),
  by('assessor', interviewMoved({ invitees: ['kari'] })),
  interviewHeld({ participants: 3 }),
  interviewBooked({ interview: 'second', start: oslo('09:00', 6), end: oslo('10:00', 6) }),
  interviewCancelled('second'),
  interviewBooked({ interview: 'third', start: oslo('09:00', 7), end: oslo('10:00', 7) }),
  { type: 'InviteeErased', data: { invitee: 'kari' } },
  assessorsChanged(['lead'], 7),
  { type: 'ScheduleClosed', data: { revision: 9 } },
  { type: 'ScheduleReopened', data: { revision: 10 } },
);

describe('the view of interviews', () => {
  it('says what the domain says, at every revision', () => {
    for (const [length] of course.entries()) {
      const events = course.slice(0, length + 1);
      const { interviews } = events.reduce(evolve, unopened);
      const rows = fold(interviewProjection, stream, events);
      const shown = rows.map((row) => [row.interview_id, interviewIn(row)] as const);
      expect(Object.fromEntries(shown)).toEqual(interviews);
    }
  });

  it('counts what calendars have to hear of', () => {
    const rows = fold(interviewProjection, stream, course);
    const sequences = rows.map(({ interview_id, sequence }) => [interview_id, sequence]);
    expect(Object.fromEntries(sequences)).toEqual({ first: 1, second: 1, third: 0 });
  });
});

describe('the view of schedules', () => {
  it('says what the domain says, at every revision', () => {
    for (const [length] of course.entries()) {
      const events = course.slice(0, length + 1);
      const { interviews: _interviews, asOf: _asOf, ...known } = events.reduce(evolve, unopened);
      const rows = fold(scheduleProjection, stream, events);
      expect(rows).toEqual([{ evaluation_id: 'roros-2017', ...known }]);
    }
  });

  it('knows who assesses before it knows of the evaluation', () => {
    expect(fold(scheduleProjection, stream, recorded(assessorsChanged()))).toMatchObject([
      { about: null, plan: null, assessors: { lead: { lead: true }, assessor: { lead: false } } },
    ]);
    const both = fold(scheduleProjection, stream, recorded(assessorsChanged(), scheduleOpened()));
    expect(both).toMatchObject([{ about: { wanted: 3 }, assessors: { lead: { lead: true } } }]);
  });
});
