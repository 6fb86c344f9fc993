import { bundledInstruments, digestOf } from '@kompass/instrument';
import type { Localised, Sealed } from '@kompass/kernel';
import type { Appointment } from './appointment.js';
import { templateOf, type Plan } from './plan.js';
import type {
  BookInterview,
  CancelInterview,
  ChangePlan,
  HoldInterview,
  MoveInterview,
  OpenSchedule,
} from './schedule.commands.js';
import type {
  AssessorsChanged,
  InterviewBooked,
  InterviewCancelled,
  InterviewHeld,
  InterviewMoved,
  PersonInvited,
  PlanChanged,
  ScheduleOpened,
} from './schedule.events.js';

/** The instrument the fixtures speak of. */
export const instrument = bundledInstruments()['2.1'];
const areas = instrument.areas.map(({ id }) => id);

/** A text as it stands in an event; the seal is a fixture's, nobody opens it. */
export function sealedText(text = 'because'): Localised<Sealed> {
  return { nb: { digest: text, sealed: 'c2VhbGVk', key: '00000000-0000-4000-8000-000000000000' } };
}

/** What the clocks of Oslo show on one of the days of the plan, in September 2017: two hours ahead of UTC. */
export function oslo(time: string, day = 5): string {
  return new Date(`2017-09-0${day}T${time}:00+02:00`).toISOString();
}

export function openSchedule(over: Partial<OpenSchedule> = {}): OpenSchedule {
  const { id, version } = instrument;
  const about = { evaluation: 'roros-2017', municipality: 'roros', language: 'nb' } as const;
  return {
    type: 'OpenSchedule',
    ...about,
    instrument: { id, version, digest: digestOf(instrument) },
    ...over,
  };
}

export function scheduleOpened(): ScheduleOpened {
  const { type: _type, ...about } = openSchedule();
  const wanted = instrument.rules.interviews.perArea;
  return { type: 'ScheduleOpened', data: { ...about, areas, wanted, plan: templateOf(instrument) } };
}

/** At the revision of the evaluation at which the last of them was assigned. */
export function assessorsChanged(
  accounts = ['lead', 'assessor'],
  revision = accounts.length,
): AssessorsChanged {
  const assessors = accounts.map((accountId) => ({ accountId, lead: accountId === 'lead' }));
  return { type: 'AssessorsChanged', data: { assessors, revision } };
}

/** Three days with lunch, two rooms in the town hall, a third at the school twenty minutes away. */
export function planOf(over: Partial<Plan> = {}): Plan {
  return {
    timeZone: 'Europe/Oslo',
    days: [5, 6, 7].map((day) => ({ date: `2017-09-0${day}`, from: '08:00', to: '16:00' })),
    places: [
      { id: 'town-hall', title: { nb: 'Rådhuset' } },
      { id: 'school', title: { nb: 'Skolen' } },
    ],
    rooms: [
      { id: 'room-1', title: { nb: 'Møterom 1' }, place: 'town-hall' },
      { id: 'room-2', title: { nb: 'Møterom 2' }, place: 'town-hall' },
      { id: 'room-3', title: { nb: 'Lærerværelset' }, place: 'school' },
    ],
    travel: [{ between: ['town-hall', 'school'], minutes: 20 }],
    breaks: [{ id: 'lunch', title: { nb: 'Lunsj' }, from: '11:30', to: '12:15' }],
    groups: templateOf(instrument).groups,
    ...over,
  };
}

export function changePlan(over: Partial<Plan> = {}, basedOn = 0): ChangePlan {
  return { type: 'ChangePlan', by: 'lead', plan: planOf(over), basedOn };
}

export function planChanged(over: Partial<Plan> = {}): PlanChanged {
  return { type: 'PlanChanged', data: { plan: planOf(over) } };
}

/** Opened, with `lead` and `assessor`, planned: revisions 0 to 2. */
export const underWay = [scheduleOpened(), assessorsChanged(), planChanged()] as const;

export function personInvited(invitee = 'kari', group = 'mayor'): PersonInvited {
  return { type: 'PersonInvited', data: { invitee, group } };
}

/** On Tuesday from nine to ten, by both, in the first room. */
export function appointmentOf(over: Partial<Appointment> = {}): Appointment {
  const who = { assessors: ['lead', 'assessor'], invitees: [] };
  return { start: oslo('09:00'), end: oslo('10:00'), room: 'room-1', ...who, ...over };
}

const subject = { group: 'mayor', participants: 1 };

export function bookInterview(over: Partial<BookInterview> = {}): BookInterview {
  return { type: 'BookInterview', by: 'lead', interview: 'first', ...subject, ...appointmentOf(), ...over };
}

export function interviewBooked(over: Partial<InterviewBooked['data']> = {}): InterviewBooked {
  const booking = {
    interview: 'first',
    ...subject,
    areas: ['1', '3', '8'],
    ...appointmentOf(),
    warnings: [],
  };
  return { type: 'InterviewBooked', data: { ...booking, ...over } };
}

export function moveInterview(over: Partial<MoveInterview> = {}): MoveInterview {
  const times = { start: oslo('13:00'), end: oslo('14:00') };
  const why = { reason: sealedText(), basedOn: 3 };
  return { type: 'MoveInterview', by: 'lead', interview: 'first', ...times, ...why, ...over };
}

export function interviewMoved(over: Partial<InterviewMoved['data']> = {}): InterviewMoved {
  const to = appointmentOf({ start: oslo('13:00'), end: oslo('14:00') });
  return {
    type: 'InterviewMoved',
    data: { interview: 'first', ...to, warnings: [], reason: sealedText(), ...over },
  };
}

export function cancelInterview(over: Partial<CancelInterview> = {}): CancelInterview {
  const command = { type: 'CancelInterview', by: 'lead', interview: 'first' } as const;
  return { ...command, reason: sealedText(), basedOn: 3, ...over };
}

export function interviewCancelled(interview = 'first'): InterviewCancelled {
  return { type: 'InterviewCancelled', data: { interview, reason: sealedText() } };
}

export function holdInterview(over: Partial<HoldInterview> = {}): HoldInterview {
  return { type: 'HoldInterview', by: 'lead', interview: 'first', basedOn: 3, ...over };
}

export function interviewHeld(over: Partial<InterviewHeld['data']> = {}): InterviewHeld {
  const held = { interview: 'first', heldAt: oslo('09:00'), participants: 1 };
  return { type: 'InterviewHeld', data: { ...held, ...over } };
}
