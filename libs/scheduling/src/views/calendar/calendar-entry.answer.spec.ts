import { describe, expect, it } from '@jest/globals';
import type { Opened } from '@kompass/event-store';
import type { Plan } from '../../domain/plan.js';
import type { InterviewRow } from '../interview/interview.projection.js';
import { calendarEntry, type CalendarContext } from './calendar-entry.answer.js';

const plan: Plan = {
  timeZone: 'Europe/Oslo',
  days: [],
  places: [{ id: 'town-hall', title: { nb: 'Rådhuset', en: 'Town hall' } }],
  rooms: [{ id: 'room-1', title: { nb: 'Møterom 1' }, place: 'town-hall' }],
  travel: [],
  breaks: [],
  groups: [
    { key: 'mayor', title: { nb: 'Ordfører', en: 'Mayor' }, areas: ['1', '3', '8'], people: 1, minutes: 75 },
  ],
};

const interview: Opened<InterviewRow> = {
  evaluation_id: 'roros-2017',
  interview_id: 'interview-02',
  status: 'booked',
  group_key: 'mayor',
  areas: ['1', '3', '8'],
  title: { nb: 'Ordfører: demokrati' },
  participants: 1,
  start_at: '2017-09-05T08:00:00.000Z',
  end_at: '2017-09-05T09:15:00.000Z',
  room: 'room-1',
  assessors: ['lead'],
  invitees: ['somebody'],
  warnings: [],
  reason: { nb: 'En grunn' },
  held_at: null,
  sequence: 2,
  revision: 31,
  at: '2017-08-29T07:30:00.000Z',
  by: 'lead',
};

function shown(over: Partial<Opened<InterviewRow>> = {}, context: Partial<CalendarContext> = {}) {
  return calendarEntry({ ...interview, ...over }, { plan, language: 'nb', ...context });
}

describe('an interview in a calendar', () => {
  it('is what it is about, where and when, and whose', () => {
    expect(shown()).toEqual({
      uid: 'interview-02@roros-2017.kompass',
      sequence: 2,
      changedAt: '2017-08-29T07:30:00.000Z',
      start: '2017-09-05T08:00:00.000Z',
      end: '2017-09-05T09:15:00.000Z',
      timeZone: 'Europe/Oslo',
      cancelled: false,
      summary: 'Ordfører: demokrati',
      description: 'Ordfører\nOmråder: 1, 3, 8\nroros-2017',
      location: 'Møterom 1, Rådhuset',
    });
  });

  it('speaks the language of the evaluation where it is written, else another', () => {
    expect(shown({}, { language: 'en' })).toMatchObject({
      summary: 'Ordfører: demokrati',
      description: 'Mayor\nAreas: 1, 3, 8\nroros-2017',
      location: 'Møterom 1, Town hall',
    });
  });

  it('has the title of the group where there is none, or it was erased', () => {
    expect(shown({ title: null }).summary).toBe('Ordfører');
    expect(shown({ title: { nb: { erased: 'digest' } } }).summary).toBe('Ordfører');
  });

  it('is there also when the plan no longer has its room or group', () => {
    const emptied = { ...plan, rooms: [], groups: [] };
    expect(shown({ title: null }, { plan: emptied })).toMatchObject({ summary: 'mayor', location: '' });
  });

  it('tells nobody who was invited, and why it was moved', () => {
    expect(JSON.stringify(shown())).not.toMatch(/somebody|En grunn/);
  });

  it('stays, as cancelled', () => {
    expect(shown({ status: 'cancelled', sequence: 3 })).toMatchObject({ cancelled: true, sequence: 3 });
    expect(shown({ status: 'held' }).cancelled).toBe(false);
  });
});
