import { routes, type Route } from '@kompass/contracts';
import { formatPosition } from '@kompass/event-store';
import type { Kompass } from '../kompass.js';
import { eventually } from './eventually.js';
import { holdInterviews } from './hold-interviews.js';
import { instrument, opening } from './requests.js';

const indicators = instrument.areas.flatMap(({ questions }) =>
  questions.flatMap((question) => question.indicators.map(({ id }) => id)),
);

/** Lets every context hear of Røros, of the instrument and of who assesses, where the demo is not loaded. */
export async function registerRoros(kompass: Kompass): Promise<void> {
  const admin = await kompass.as('admin');
  await admin.call(routes.publishInstrument, { body: { instrument } });
  const numbers = [{ number: '1640' }];
  await admin.call(routes.registerMunicipality, {
    body: { id: 'roros', country: 'NO', names: { nb: 'Røros' }, numbers },
  });
  const params = { id: 'roros-first' };
  const heard = (route: Route, question: object) =>
    eventually(
      () => kompass.ask(route, { as: 'admin', ...question }),
      ({ status }) => status === 201,
    );
  await heard(routes.openEvaluation, { body: { ...opening, ...params } });
  for (const accountId of ['lead', 'assessor'])
    await heard(routes.assignAssessor, { params, body: { accountId } });
}

/** How an evaluation runs; neither blind nor with a fact check unless it says so. */
interface Course {
  readonly blind?: boolean;
  readonly factCheck?: boolean;
}

/** Opens an evaluation of Røros, led by `lead` with `assessor`. The demo must be loaded, or Røros registered. */
export async function openEvaluation(kompass: Kompass, id: string, course: Course = {}): Promise<void> {
  const admin = await kompass.as('admin');
  await admin.call(routes.openEvaluation, { body: { ...opening, ...course, id } });
  for (const accountId of ['lead', 'assessor']) {
    const body = { accountId, lead: accountId === 'lead' };
    await admin.call(routes.assignAssessor, { params: { id }, body });
  }
}

/** Opens one in which both see every indicator alike: each is worth one point. */
export async function openProposedEvaluation(kompass: Kompass, id: string, course?: Course): Promise<void> {
  await openEvaluation(kompass, id, course);
  const items = indicators.map((indicator) => ({ indicator, points: 1, rationale: { nb: 'Slik er det.' } }));
  for (const who of ['lead', 'assessor'] as const) {
    const assessor = await kompass.as(who);
    await assessor.call(routes.proposeScores, { params: { id }, body: { items } });
  }
}

/** Opens one in which all interviews were held and they have agreed on all of it. */
export async function openAgreedEvaluation(kompass: Kompass, id: string, course?: Course): Promise<void> {
  await openProposedEvaluation(kompass, id, course);
  await holdInterviews(kompass, id);
  const lead = await kompass.as('lead');
  for (const { id: areaId } of instrument.areas)
    await lead.call(routes.agreeArea, { params: { id, areaId }, body: { rule: 'equal' } });
}

/** Waits until its views show all that has happened in an evaluation. */
export async function caughtUpWith(kompass: Kompass, id: string): Promise<void> {
  let atLeast = '';
  for await (const { position } of kompass.log.readStream(`evaluation-${id}`))
    atLeast = formatPosition(position);
  const auditor = await kompass.as('auditor');
  for (const route of [routes.readEvaluation, routes.readTotals, routes.readAudit])
    await auditor.call(route, { params: { id }, query: { atLeast } });
}
