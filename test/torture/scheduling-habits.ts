import { routes, type AnswerOf, type Route } from '@kompass/contracts';
import type { Chance } from './chance.js';
import { interviewGroup } from './scene.js';
import { toOneEvent, type Expected, type Habit, type Sending, type Work } from './sending.js';

type Interview = AnswerOf<typeof routes.listInterviews>['items'][number];

const days = Array.from({ length: 20 }, (_, day) => `2021-06-${String(day + 1).padStart(2, '0')}`);
/** The first and the last that begins: by UTC, and by the clocks in Norway. */
const hours = { utc: [8, 15], there: [10, 17] } as const;
const rooms = ['room-1', 'room-2', 'room-3'];

/** What one does about interviews. */
export const schedulingHabits = { plan, book, move, cancel, hold } satisfies Record<string, Habit>;

/** The lead plans days and rooms, and names the rooms anew now and then. */
async function plan(work: Work): Promise<Sending | undefined> {
  const { evaluation, lead, chance, ask } = work;
  const params = { id: evaluation };
  const seen = lead ? await ask(routes.readPlan, { params }) : undefined;
  if (!seen) return undefined;
  const place = 'town-hall';
  const body = {
    ...seen.plan.value,
    days: days.map((date) => ({ date, from: clock(hours.there[0]), to: clock(hours.there[1] + 1) })),
    places: [{ id: place, title: { en: 'Town hall' } }],
    rooms: rooms.map((id) => ({ id, title: { en: `Room ${chance.next()}` }, place })),
    basedOn: seen.plan.revision,
  };
  return toOneEvent(work, routes.changePlan, params, body, { in: 'schedule', type: 'PlanChanged' });
}

async function book(work: Work): Promise<Sending | undefined> {
  const { evaluation, account, chance, ask } = work;
  const params = { id: evaluation };
  const seen = await ask(routes.readPlan, { params });
  if (!seen || seen.plan.value.rooms.length === 0) return undefined;
  const when = { ...anHour(chance), room: chance.of(rooms) };
  const body = { group: interviewGroup, participants: 1, assessors: [account], ...when };
  return toOneEvent(work, routes.bookInterview, params, body, {
    in: 'schedule',
    type: 'InterviewBooked',
    says: when,
  });
}

function move(work: Work): Promise<Sending | undefined> {
  const when = anHour(work.chance);
  const body = { ...when, reason: { en: 'Torture goes on.' } };
  return ofOne(work, ['booked'], routes.moveInterview, body, { type: 'InterviewMoved', says: when });
}

/** Also one that was held: by mistake, then. */
function cancel(work: Work): Promise<Sending | undefined> {
  const body = { reason: { en: 'Torture goes on.' } };
  return ofOne(work, ['booked', 'held'], routes.cancelInterview, body, { type: 'InterviewCancelled' });
}

function hold(work: Work): Promise<Sending | undefined> {
  return ofOne(work, ['booked'], routes.holdInterview, {}, { type: 'InterviewHeld' });
}

/** A command about one of the interviews there are. */
async function ofOne(
  work: Work,
  allowed: readonly Interview['status'][],
  route: Route,
  body: object,
  { type, says }: Omit<Expected, 'in'>,
): Promise<Sending | undefined> {
  const seen = await work.ask(routes.listInterviews, { params: { id: work.evaluation } });
  const interviews = seen?.items.filter(({ status }) => allowed.includes(status)) ?? [];
  if (interviews.length === 0) return undefined;
  const { id: interview, revision: basedOn } = work.chance.of(interviews);
  return toOneEvent(
    work,
    route,
    { id: work.evaluation, interviewId: interview },
    { ...body, basedOn },
    { in: 'schedule', type, says: { interview, ...says } },
  );
}

function anHour(chance: Chance): { readonly start: string; readonly end: string } {
  const day = chance.of(days);
  const hour = chance.between(...hours.utc);
  const at = (each: number) => `${day}T${clock(each)}:00.000Z`;
  return { start: at(hour), end: at(hour + 1) };
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
