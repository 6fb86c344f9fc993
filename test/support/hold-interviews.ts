import { routes, type AnswerOf } from '@kompass/contracts';
import type { Kompass } from '../kompass.js';
import { eventually } from './eventually.js';
import { instrument } from './requests.js';

const { perArea } = instrument.rules.interviews;
const areas = instrument.areas.map(({ id }) => id);
const date = '2021-05-03';

/** Holds as many interviews as the instrument asks for, each of them of every area; waits until scoring has heard of it. */
export async function holdInterviews(kompass: Kompass, id: string): Promise<void> {
  const params = { id };
  const lead = await kompass.as('lead');
  const { value, revision: basedOn } = await planOf(kompass, id);
  const plan = {
    ...value,
    days: [{ date, from: '08:00', to: '16:00' }],
    places: [{ id: 'town-hall', title: { nb: 'Rådhuset' } }],
    rooms: [{ id: 'room-1', title: { nb: 'Møterom 1' }, place: 'town-hall' }],
  };
  await lead.call(routes.changePlan, { params, body: { ...plan, basedOn } });
  for (let hour = 0; hour < perArea; hour += 1) {
    const [start, end] = [6 + hour, 7 + hour].map(
      (each) => `${date}T${String(each).padStart(2, '0')}:00:00Z`,
    );
    const about = { group: 'staff-and-personnel', areas, participants: 1 };
    const body = { ...about, start: start!, end: end!, room: 'room-1', assessors: ['lead'] };
    const booked = await lead.call(routes.bookInterview, { params, body });
    const ofInterview = { id, interviewId: booked.id };
    const held = { basedOn: booked.revision };
    await lead.call(routes.holdInterview, { params: ofInterview, body: held });
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
