import { KompassClient, routes } from '@kompass/contracts';
import { bundledInstruments, indexOf } from '@kompass/instrument';
import { pointsOf, printedPoints } from '@kompass/kernel';
import { demoEmail, type DemoAccountId } from './demo-accounts.js';
import { command, persistently, type Progress } from './demo-client.js';
import {
  indicators,
  municipalities,
  roros2013,
  type AssessorKey,
  type IndicatorRecord,
} from './demo-data.js';
import { demoEvaluation } from './demo-evaluation.js';
import { loadInterviews } from './load-interviews.js';

export interface DemoOptions {
  readonly baseUrl: string;
  readonly password: string;
  readonly onProgress?: Progress;
}

const kompass = bundledInstruments();
const instrument = { id: kompass['2.1'].id, version: kompass['2.1'].version };

/**
 * Makes Røros 2013 and 2017 happen through the public HTTP interface, each step by the account that would take it.
 *
 * Every command carries a fixed idempotency key: a load that was interrupted is simply run again.
 */
export async function loadDemo({
  baseUrl,
  password,
  onProgress = () => undefined,
}: DemoOptions): Promise<void> {
  const signIn = (id: DemoAccountId) =>
    new KompassClient({ baseUrl, language: 'en' }).signIn(demoEmail(id), password);
  const [admin, lead, assessor] = await Promise.all([signIn('admin'), signIn('lead'), signIn('assessor')]);
  await registerInstruments(admin, onProgress);
  await registerMunicipalities(admin, onProgress);
  await recordRoros2013(admin, onProgress);
  await openRoros2017(admin, onProgress);
  await loadInterviews({ 'assessor-a': lead, 'assessor-b': assessor }, onProgress);
  await propose(lead, 'assessor-a', onProgress);
  const proposedAt = await propose(assessor, 'assessor-b', onProgress);
  await agree(lead, proposedAt, onProgress);
  await finalise(lead, onProgress);
}

async function registerInstruments(admin: KompassClient, onProgress: Progress): Promise<void> {
  const { '2.0': earlier, '2.1': later, crosswalk } = kompass;
  onProgress('Instruments', 0, 2);
  await command(admin, routes.publishInstrument, 'instrument-2.0', { body: { instrument: earlier } });
  onProgress('Instruments', 1, 2);
  await command(admin, routes.publishInstrument, 'instrument-2.1', {
    body: { instrument: later, crosswalks: [crosswalk] },
  });
  onProgress('Instruments', 2, 2);
}

async function registerMunicipalities(admin: KompassClient, onProgress: Progress): Promise<void> {
  for (const [index, { id, country, names, numbers, group, successors }] of municipalities.entries()) {
    onProgress('Municipalities', index, municipalities.length);
    const groups = group === null ? [] : [{ kind: 'population' as const, key: group }];
    await command(admin, routes.registerMunicipality, `municipality-${id}`, {
      body: { id, country, names, numbers: [...numbers], groups, successors: [...(successors ?? [])] },
    });
  }
  onProgress('Municipalities', municipalities.length, municipalities.length);
}

async function recordRoros2013(admin: KompassClient, onProgress: Progress): Promise<void> {
  onProgress('Result of 2013', 0, 1);
  const { id, version, evaluatedAt, areas, printedTotal } = roros2013;
  await command(admin, routes.recordResult, id, {
    body: {
      id,
      municipality: 'roros',
      instrument: { id: instrument.id, version },
      evaluatedAt,
      knownBy: 'areas',
      areas: Object.entries(areas).map(([area, tenths]) => ({ id: area, points: printedPoints(tenths) })),
      total: printedTotal,
      source: {
        nb: 'KS-K rapport 19/2017; fordelingen på områder er illustrativ',
        en: 'KS-K rapport 19/2017; the split by areas is illustrative',
      },
    },
  });
  onProgress('Result of 2013', 1, 1);
}

async function openRoros2017(admin: KompassClient, onProgress: Progress): Promise<void> {
  onProgress('Evaluation of 2017', 0, 3);
  await command(admin, routes.openEvaluation, demoEvaluation, {
    body: {
      id: demoEvaluation,
      municipality: 'roros',
      instrument,
      evaluatedAt: '2017-09',
      blind: false,
      factCheck: false,
      language: 'nb',
      reportNumber: '19/2017',
    },
  });
  for (const [index, accountId] of (['lead', 'assessor'] as const).entries()) {
    onProgress('Evaluation of 2017', index + 1, 3);
    await command(admin, routes.assignAssessor, `assign-${accountId}`, {
      params: { id: demoEvaluation },
      body: { accountId, lead: accountId === 'lead' },
    });
  }
  onProgress('Evaluation of 2017', 3, 3);
}

/** All of one assessor's proposals, area by area; answers the position of the last. */
async function propose(client: KompassClient, key: AssessorKey, onProgress: Progress): Promise<string> {
  const step = key === 'assessor-a' ? 'Proposals of assessor A' : 'Proposals of assessor B';
  let done = 0;
  let last = '';
  for (const [area, inArea] of byArea()) {
    onProgress(step, done, indicators.length);
    const { items, position } = await command(client, routes.proposeScores, `propose-${key}-${area}`, {
      params: { id: demoEvaluation },
      body: { items: inArea.map((indicator) => proposalOf(indicator, key)) },
    });
    const refused = items.find(({ status }) => status === 'refused');
    if (refused) throw new Error(`proposal ${refused.index} of area ${area}: ${refused.problem?.detail}`);
    done += inArea.length;
    last = position;
  }
  onProgress(step, done, indicators.length);
  return last;
}

function proposalOf({ id, proposals }: IndicatorRecord, key: AssessorKey) {
  const { tenths, levels, rationale } = proposals[key];
  return { indicator: id, points: pointsOf(tenths), levels, rationale };
}

/** What the assessors talked about, one by one with its reason; then by rule whatever they saw alike. */
async function agree(lead: KompassClient, proposedAt: string, onProgress: Progress): Promise<void> {
  const talkedAbout = indicators.filter(({ agreed }) => agreed.rationale);
  const seenAlike = indicators.length - talkedAbout.length;
  for (const [index, { id, agreed }] of talkedAbout.entries()) {
    onProgress('Agreements with a reason', index, talkedAbout.length);
    const params = { id: demoEvaluation, indicatorId: id };
    const seen = { params, query: { atLeast: proposedAt } };
    const { slots } = await persistently(() => lead.call(routes.readIndicator, seen));
    if (slots.some(({ slot }) => slot.startsWith('agreement/'))) continue;
    const basedOn = Math.max(...slots.map(({ revision }) => revision));
    await command(lead, routes.agreeScore, `agree-${id}`, {
      params,
      body: { points: pointsOf(agreed.tenths), rationale: agreed.rationale, basedOn },
    });
  }
  onProgress('Agreements with a reason', talkedAbout.length, talkedAbout.length);
  let agreed = 0;
  for (const area of byArea().keys()) {
    onProgress('Agreements by the rule "equal"', agreed, seenAlike);
    const answer = await command(lead, routes.agreeArea, `agree-area-${area}`, {
      params: { id: demoEvaluation, areaId: area },
      body: { rule: 'equal' },
    });
    agreed += answer.agreed.length;
  }
  onProgress('Agreements by the rule "equal"', agreed, seenAlike);
}

async function finalise(lead: KompassClient, onProgress: Progress): Promise<void> {
  onProgress('Finalisation', 0, 1);
  await command(lead, routes.finaliseEvaluation, 'finalise', { params: { id: demoEvaluation } });
  onProgress('Finalisation', 1, 1);
}

function byArea(): ReadonlyMap<string, readonly IndicatorRecord[]> {
  const { indicators: places } = indexOf(kompass['2.1']);
  const inArea = (area: string) => indicators.filter(({ id }) => places.get(id)!.area.id === area);
  return new Map(kompass['2.1'].areas.map(({ id }) => [id, inArea(id)]));
}
