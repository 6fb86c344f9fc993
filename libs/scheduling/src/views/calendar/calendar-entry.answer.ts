import type { Opened } from '@kompass/event-store';
import { languages, type Language, type Localised } from '@kompass/kernel';
import type { Plan } from '../../domain/plan.js';
import type { InterviewRow } from '../interview/interview.projection.js';
import type { CalendarEntry } from './icalendar.answer.js';

/** What an interview takes from its evaluation. */
export interface CalendarContext {
  readonly plan: Plan;
  readonly language: Language;
}

const areaWord: Readonly<Record<Language, string>> = {
  nb: 'Områder',
  nn: 'Område',
  sv: 'Områden',
  en: 'Areas',
};

/** An interview as a calendar shows it, in the language of its evaluation: the group, never who was invited. */
export function calendarEntry(
  interview: Opened<InterviewRow>,
  { plan, language }: CalendarContext,
): CalendarEntry {
  const { evaluation_id: evaluation, interview_id: id, group_key, room: roomId } = interview;
  const group = plan.groups.find(({ key }) => key === group_key);
  const room = plan.rooms.find((each) => each.id === roomId);
  const place = plan.places.find((each) => each.id === room?.place);
  const groupTitle = textIn(language, group?.title) ?? group_key;
  const titles = [room, place].map((part) => textIn(language, part?.title));
  return {
    uid: `${id}@${evaluation}.kompass`,
    sequence: interview.sequence,
    changedAt: interview.at,
    start: interview.start_at,
    end: interview.end_at,
    timeZone: plan.timeZone,
    cancelled: interview.status === 'cancelled',
    summary: textIn(language, interview.title) ?? groupTitle,
    description: `${groupTitle}\n${areaWord[language]}: ${interview.areas.join(', ')}\n${evaluation}`,
    location: titles.filter((title) => title !== undefined).join(', '),
  };
}

/** In a language if it is there, else in the first there is; nothing of what was erased. */
function textIn(language: Language, text: Localised<unknown> | null | undefined): string | undefined {
  const texts = [language, ...languages].map((each) => text?.[each]);
  return texts.find((each) => typeof each === 'string');
}
