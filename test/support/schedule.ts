import { routes, type AnswerOf } from '@kompass/contracts';
import { formatPosition, type StoredEvent } from '@kompass/event-store';
import type { Kompass } from '../kompass.js';
import { eventually } from './eventually.js';

/** Which evaluation of which program. */
interface OfEvaluation {
  readonly kompass: Kompass;
  readonly evaluation: string;
}

/** Waits until scheduling has heard where an evaluation stands, and who assesses it. */
export async function followed({ kompass, evaluation }: OfEvaluation): Promise<void> {
  const auditor = await kompass.as('auditor');
  const params = { id: evaluation };
  let atLeast = '';
  for await (const { position } of kompass.log.readStream(`evaluation-${evaluation}`))
    atLeast = formatPosition(position);
  const { state, assessors } = await auditor.call(routes.readEvaluation, { params, query: { atLeast } });
  const known = (of: readonly { readonly accountId: string }[]) =>
    of.map(({ accountId }) => accountId).join();
  await eventually(
    () => kompass.ask(routes.readPlan, { as: 'auditor', params }),
    ({ status, body }) => {
      if (status !== 200) return false;
      const plan = body as AnswerOf<typeof routes.readPlan>;
      return plan.state === state && known(plan.assessors) === known(assessors);
    },
  );
}

/** The events of a schedule, from the log itself. */
export async function scheduleEvents({ kompass, evaluation }: OfEvaluation): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of kompass.log.readStream(`schedule-${evaluation}`)) events.push(event);
  return events;
}

/** The plan as it is, to be put there again. */
export async function samePlan(of: OfEvaluation) {
  const { revision, data } = (await scheduleEvents(of)).findLast((event) => 'plan' in event.data)!;
  return { ...(data['plan'] as object), basedOn: revision };
}

/** What was given for somebody, to be given again. */
export async function sameAvailability(of: OfEvaluation, who: string) {
  const given = (await scheduleEvents(of)).findLast(
    ({ type, data }) => type === 'AvailabilityGiven' && data['who'] === who,
  );
  const windows = [{ start: '2021-05-03T08:00:00+02:00', end: '2021-05-03T16:00:00+02:00' }];
  return { windows, ...(given ? { basedOn: given.revision } : {}) };
}

/** An interview that nobody has booked yet: of a minute, in the plan of `planInterviews`, after the hours others use. */
export async function freeInterview(of: OfEvaluation) {
  const booked = (await scheduleEvents(of)).filter(({ type }) => type === 'InterviewBooked').length;
  const at = (minutes: number) => new Date(Date.UTC(2021, 4, 3, 9, minutes)).toISOString();
  const times = { start: at(booked), end: at(booked + 1) };
  return { group: 'mayor', participants: 1, room: 'room-1', assessors: ['lead'], ...times };
}

/** An interview that is booked and nothing more, by its path, with what it takes to change it; none while nobody may book. */
export async function bookedInterview(of: OfEvaluation) {
  const params = { id: of.evaluation };
  const body = await freeInterview(of);
  const answer = await of.kompass.ask(routes.bookInterview, { as: 'lead', params, body });
  const booked = answer.body as Partial<AnswerOf<typeof routes.bookInterview>>;
  const { start, end } = body;
  return {
    params: { ...params, interviewId: booked.id ?? 'none' },
    times: { start, end },
    basedOn: booked.revision ?? 0,
  };
}

/** Somebody who is invited, or was. */
export async function guest({ kompass, evaluation }: OfEvaluation): Promise<string> {
  const body = { id: 'guest', name: 'Kari Nordmann', email: 'kari@kompass.example', group: 'mayor' };
  await kompass.ask(routes.invitePerson, { as: 'lead', params: { id: evaluation }, body });
  return body.id;
}
