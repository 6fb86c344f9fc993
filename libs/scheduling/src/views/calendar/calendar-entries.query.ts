import type { PassageVault } from '@kompass/event-store';
import type { Reader } from '@kompass/read-store';
import { interviewProjection } from '../interview/interview.projection.js';
import { scheduleProjection, type ScheduleRow } from '../schedule/schedule.projection.js';
import { calendarEntry } from './calendar-entry.answer.js';
import type { CalendarEntry } from './icalendar.answer.js';

/**
 * Interviews as calendars show them, in the order of their times.
 *
 * @param condition SQL over the interviews
 * @param shown whether somebody who reads it may know of an evaluation
 */
export async function calendarEntries(
  view: Reader,
  vault: PassageVault,
  [condition, ...parameters]: readonly [string, ...unknown[]],
  shown: (schedule: ScheduleRow) => boolean = () => true,
): Promise<readonly CalendarEntry[]> {
  const interviews = await view.select(interviewProjection, condition, parameters, {
    orderBy: 'start_at, evaluation_id, interview_id',
  });
  const ids = [...new Set(interviews.map(({ evaluation_id }) => evaluation_id))];
  const schedules = await view.select(scheduleProjection, 'evaluation_id = ANY($1)', [ids]);
  const byId = new Map(schedules.map((schedule) => [schedule.evaluation_id, schedule]));
  return (await vault.open(interviews)).flatMap((interview) => {
    const schedule = byId.get(interview.evaluation_id);
    if (!schedule?.about || !schedule.plan || !shown(schedule)) return [];
    const { plan, about } = schedule;
    return calendarEntry(interview, { plan: plan.value, language: about.language });
  });
}
