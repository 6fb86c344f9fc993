import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import {
  KompassClient,
  ProblemError,
  routes,
  type AnswerOf,
  type RequestOf,
  type Route,
} from '@kompass/contracts';
import { bundledInstruments } from '@kompass/instrument';
import { Connection } from './connection.js';
import { Engine } from './engine.js';
import type { Instance } from './program.js';
import { proposalNumber } from './scoring.js';
import type { Workbench } from './workbench.js';

const { '2.1': instrument } = bundledInstruments();

/** Events that a relay passes without saving its position. */
const relayUnsaved = 500;

const assessors = ['lead', 'assessor'] as const;
const password = 'a password of the bench';

/** A running Kompass with what scoring needs: an instrument, a municipality and two assessors. */
export class Kompass {
  #stopping: Promise<void> | undefined;

  private constructor(
    readonly program: Instance,
    readonly operator: KompassClient,
    readonly lead: Connection,
    readonly assessor: Connection,
    /** Its event store, bare. */
    readonly engine: Engine,
    private readonly database: Client,
  ) {}

  /** Starts one in a data folder that is not there yet. */
  static async start(workbench: Workbench, folder = workbench.folder()): Promise<Kompass> {
    const program = await workbench.program(folder);
    const { url, token, postgresUrl, eventStoreUrl } = program.running;
    const operator = new KompassClient({ baseUrl: url, token, language: 'en' });
    await furnish(operator);
    const [lead, assessor] = await Promise.all(assessors.map((id) => signIn(url, id, password)));
    const database = new Client(postgresUrl);
    await database.connect();
    const engine = new Engine(eventStoreUrl);
    return workbench.keep(new Kompass(program, operator, lead!, assessor!, engine, database));
  }

  /** Opens an evaluation and assigns both assessors. */
  async open(id: string): Promise<void> {
    await patiently(this.operator, routes.openEvaluation, {
      body: {
        id,
        municipality: 'roros',
        instrument: { id: instrument.id, version: instrument.version },
        evaluatedAt: '2017-09',
        blind: false,
        factCheck: false,
        language: 'nb',
      },
    });
    for (const accountId of assessors) {
      const body = { accountId, lead: accountId === 'lead' };
      await patiently(this.operator, routes.assignAssessor, { params: { id }, body });
    }
  }

  /** The command that is measured: the lead proposes a score for one indicator. */
  propose(id: string, index: number): Promise<AnswerOf<typeof routes.proposeScore>> {
    const { indicator, ...body } = proposalNumber(index);
    return this.lead.call(routes.proposeScore, { params: { id, indicatorId: indicator }, body });
  }

  /** Waits until the views of scoring and its relay have come to a position, so that they rest. */
  async settled({ commit }: { readonly commit: bigint }): Promise<void> {
    const sql = `SELECT count(*) AS behind
                   FROM (SELECT position, 0 AS unsaved FROM scoring.checkpoint WHERE current
                         UNION ALL SELECT position, ${relayUnsaved} FROM scoring.relay_position) AS place
                  WHERE position IS NULL OR split_part(position, '-', 1)::numeric < $1::numeric - unsaved`;
    while ((await this.#number(sql, commit.toString())) > 0) await delay(20);
  }

  /** Rebuilds a projection of scoring; answers the milliseconds until readers saw the new rows. */
  async rebuild(name: string): Promise<number> {
    const sql = 'SELECT generation FROM scoring.checkpoint WHERE projection = $1 AND current';
    const before = await this.#number(sql, name);
    const began = performance.now();
    const rebuilding = rebuild(this.operator, `scoring.${name}`);
    while ((await this.#number(sql, name)) === before) await delay(2);
    const switched = performance.now() - began;
    await rebuilding;
    return switched;
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.lead.close();
    this.assessor.close();
    await Promise.all([this.database.end(), this.engine.stop()]);
    await this.program.stop();
  }

  async #number(sql: string, parameter: string): Promise<number> {
    const { rows } = await this.database.query<Record<string, unknown>>(sql, [parameter]);
    return Number(Object.values(rows[0]!)[0]);
  }
}

/** Rebuilds a projection, or `all`, and waits until that is over and what was replaced is removed. */
export async function rebuild(operator: KompassClient, name: string): Promise<void> {
  const { rebuilding } = await operator.call(routes.rebuildProjection, { params: { name } });
  for (;;) {
    const { items } = await operator.call(routes.listProjections);
    const concerned = items.filter((projection) => rebuilding.includes(projection.name));
    const failed = concerned.find(({ failure }) => failure !== null);
    if (failed) throw new Error(`${failed.name} was not rebuilt: ${failed.failure}`);
    if (concerned.every(({ state }) => state === 'live')) return;
    await delay(100);
  }
}

async function furnish(operator: KompassClient): Promise<void> {
  await patiently(operator, routes.publishInstrument, { body: { instrument: { ...instrument } } });
  await patiently(operator, routes.registerMunicipality, {
    body: { id: 'roros', country: 'NO', names: { nb: 'Røros' }, numbers: [{ number: '5025' }] },
  });
  for (const id of assessors) {
    const account = { id, email: emailOf(id), name: id, roles: ['assessor' as const], password };
    const body = { ...account, certificate: { from: '2010-01-01' } };
    await operator.call(routes.createAccount, { body });
  }
}

/** @param id of the account: the first part of its address */
export async function signIn(url: string, id: string, password: string): Promise<Connection> {
  const client = new KompassClient({ baseUrl: url });
  const { token } = await client.call(routes.signIn, { body: { email: emailOf(id), password } });
  return new Connection(url, token);
}

function emailOf(id: string): string {
  return `${id}@kompass.example`;
}

/** Tries of a command that names what another context has just made: about five seconds in all. */
const attempts = 250;

async function patiently<R extends Route>(
  client: KompassClient,
  route: R,
  request: RequestOf<R>,
): Promise<AnswerOf<R>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.call(route, request);
    } catch (error) {
      const soon = error instanceof ProblemError && error.problem.code === 'not-yet-known';
      if (!soon || attempt === attempts) throw error;
      await delay(20);
    }
  }
}
