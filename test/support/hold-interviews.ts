import { routes, type AnswerOf } from '@kompass/contracts';
import type { Kompass } from '../kompass.js';
import { eventually } from './eventually.js';
import { instrument } from './requests.js';

const { perArea } = instrument.rules.interviews;
const areas = instrument.areas.map(({ id }) => id);
const interviewDay = '2021-05-03';

/** Makes a plan of one day, from 06:00 to 14:00 UTC, and one room: `room-1`. */
export async function planInterviews(kompass: Kompass, id: string): Promise<void> {
  const { value, revision: basedOn } = await planOf(kompass, id);
  const plan = {
    ...value,
    days: [{ date: interviewDay, from: '08:00', to: '16:00' }],
    places: [{ id: 'town-hall', title: { nb: 'Rådhuset' } }],
    rooms: [{ id: 'room-1', title: { nb: 'Møterom 1' }, place: 'town-hall' }],
  };
  const lead = await kompass.as('lead');
  await lead.call(routes.changePlan, { params: { id }, body: { ...plan, basedOn } });
}

/** An hour of that day, by the clock of UTC. */
export function hourOf(hour: number): { readonly start: string; readonly end: string } {
  const at = (each: number) => `${interviewDay}T${String(each).padStart(2, '0')}:00:00.000Z`;
  return { start: at(hour), end: at(hour + 1) };
}

/** Holds as many interviews as the instrument asks for, each of them of every area; waits until scoring has heard of it. */
export async function holdInterviews(kompass: Kompass, id: string): Promise<void> {
  const params = { id };
  const lead = await kompass.as('lead');
  await planInterviews(kompass, id);
  for (let held = 0; held < perArea; held += 1) {
    const about = {
      group: 'staff-and-personnel',
      areas,
      participants: 1,
      room: 'room-1',
      assessors: ['lead'],
    };
    const body = { ...about, ...hourOf(6 + held) };
    const booked = await lead.call(routes.bookInterview, { params, body });
    const ofInterview = { id, interviewId: booked.id };
    await lead.call(routes.holdInterview, { params: ofInterview, body: { basedOn: booked.revision } });
  }
  await eventually(
    () => lead.call(routes.listEvidence, { params }),
    ({ items }) => items.length === perArea,
  );
}

/** The plan, once scheduling has heard of the evaluation and who assesses it. */
async function planOf(kompass: Kompass, id: string): Promise<AnswerOf<typeof routes.readPlan>['plan']> {
  const ask = () => kompass.ask(routes.readPlan, { as: 'lead', params: { id } });
  const { body } = await eventually(ask, ({ status }) => status === 200);
  return (body as AnswerOf<typeof routes.readPlan>).plan;
}
