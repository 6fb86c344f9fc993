import {
  KompassClient,
  ProblemError,
  routes,
  type AnswerOf,
  type RequestOf,
  type Route,
} from '@kompass/contracts';
import type { RunningInstance } from '@kompass/embedded';
import { until } from './until.js';

/** Areas, and indicators in each: few, so that assessors meet and evaluations get finished. */
const areas = ['1', '2'];
const perArea = ['1', '2', '3', '4'];

/** An assessor of the scene; the first in an evaluation is its lead and, as administrator, reopens it. */
export interface Assessor {
  readonly id: string;
  readonly token: string;
  readonly evaluations: readonly { readonly id: string; readonly lead: boolean }[];
}

/** Of every assessor. */
export const password = 'torture-torture';

export const evaluations = ['torture-a', 'torture-b', 'torture-c', 'torture-d'] as const;

export const areaIds: readonly string[] = areas;

export const indicatorIds: readonly string[] = areas.flatMap((area) =>
  perArea.map((number) => `${area}.1.${number}`),
);

/** Whom there is to interview, about everything. */
export const interviewGroup = 'everybody';

const title = (text: string) => ({ en: text });

/** An instrument of two areas with four indicators of 25 points each. */
const instrument = {
  id: 'torture',
  version: '1',
  validFrom: '2017',
  languages: ['en'],
  criteria: [{ id: 'whole', title: title('Whole'), description: title('The whole of it.') }],
  levels: { whole: [0, 1, 2, 3, 4].map((level) => ({ level, title: title(`Level ${level}`) })) },
  areas: areas.map((area) => ({
    id: area,
    title: title(`Area ${area}`),
    intro: title(`About area ${area}.`),
    maxTenths: 1000,
    questions: [
      {
        id: `${area}.1`,
        title: title(`Question ${area}.1`),
        maxTenths: 1000,
        indicators: perArea.map((number) => ({
          id: `${area}.1.${number}`,
          title: title(`Indicator ${area}.1.${number}`),
          maxTenths: 250,
          weights: { whole: 100 },
        })),
      },
    ],
  })),
  rules: {
    rounding: 'half-up',
    bands: { high: 50, middling: 35 },
    agreeWithin: 3,
    interviews: { perArea: 1, groups: [{ key: interviewGroup, title: title('Everybody'), areas }] },
  },
};

/** Makes the instrument, the municipality, the assessors and their evaluations; every assessor is in two of them. */
export async function setScene({ url, token }: RunningInstance, assessors: number): Promise<Assessor[]> {
  const operator = new KompassClient({ baseUrl: url, token });
  await command(operator, routes.publishInstrument, { body: { instrument } });
  await command(operator, routes.registerMunicipality, {
    body: { id: 'roros', country: 'NO', names: { nb: 'Røros' }, numbers: [{ number: '5025' }] },
  });
  for (const [year, id] of evaluations.entries()) {
    await command(operator, routes.openEvaluation, {
      body: {
        id,
        municipality: 'roros',
        instrument: { id: instrument.id, version: instrument.version },
        evaluatedAt: String(2017 + year),
        blind: false,
        factCheck: false,
        language: 'nb',
      },
    });
  }
  const made: Assessor[] = [];
  for (let number = 0; number < assessors; number += 1) made.push(await assessor(operator, url, number));
  await until('scheduling does not hear who assesses', () => everybodyMayPlan(operator, made));
  return made;
}

/** Whether scheduling has heard of every evaluation, and of everybody there. */
async function everybodyMayPlan(operator: KompassClient, assessors: readonly Assessor[]): Promise<boolean> {
  for (const id of evaluations) {
    const members = assessors.filter((each) => each.evaluations.some((member) => member.id === id));
    const plan = await operator
      .call(routes.readPlan, { params: { id } })
      .catch(refusedAs('evaluation-unknown'));
    const known = plan?.assessors.map(({ accountId }) => accountId) ?? [];
    if (!members.every((member) => known.includes(member.id))) return false;
  }
  return true;
}

async function assessor(operator: KompassClient, baseUrl: string, number: number): Promise<Assessor> {
  const id = `assessor-${number}`;
  const account = { id, email: `${id}@kompass.example`, password };
  const first = number % evaluations.length;
  const memberships = [first, (first + 1) % evaluations.length].map((index, place) => ({
    id: evaluations[index]!,
    lead: number < evaluations.length && place === 0,
  }));
  await operator.call(routes.createAccount, {
    body: {
      ...account,
      name: `Assessor ${number}`,
      roles: ['assessor', 'admin'],
      certificate: { from: '2010-01-01' },
    },
  });
  for (const { id: evaluation, lead } of memberships) {
    await command(operator, routes.assignAssessor, {
      params: { id: evaluation },
      body: { accountId: id, lead },
    });
  }
  const { token } = await new KompassClient({ baseUrl }).call(routes.signIn, {
    body: { email: account.email, password },
  });
  return { id, token, evaluations: memberships };
}

/** A command, tried again while another context has not heard yet of what it names. */
async function command<R extends Route>(
  client: KompassClient,
  route: R,
  request: RequestOf<R>,
): Promise<AnswerOf<R>> {
  let answer: AnswerOf<R> | undefined;
  await until(`${route.id} names what nobody hears of`, async () => {
    answer = await client.call(route, request).catch(refusedAs('not-yet-known'));
    return answer !== undefined;
  });
  return answer!;
}

/** Nothing where it was refused as expected. */
function refusedAs(code: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof ProblemError && error.problem.code === code)) throw error;
  };
}
