import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { storedEventsAt } from '../support/stored-events.js';
import { Chance } from './chance.js';
import { AssessorClient } from './client.js';
import { faultsOfDelivery, faultsOfEditions } from './delivery-oracle.js';
import type { Form } from './form.js';
import { faultsOfCommands, faultsOfLog } from './log-oracle.js';
import { setScene } from './scene.js';
import { until } from './until.js';
import { Victim } from './victim.js';
import { faultsOfDurability, faultsOfParking, faultsOfViews } from './view-oracle.js';

export interface TortureOptions {
  readonly form: Form;
  readonly rounds: number;
  /** Makes what is done and when repeatable; how the machine schedules it is not. */
  readonly seed: number;
  /** Ends it before its time: what has been until then is judged. */
  readonly enough?: AbortSignal;
  readonly log: (line: string) => void;
}

export interface TortureReport {
  readonly rounds: number;
  readonly kills: Readonly<Record<string, number>>;
  /** How many commands, the items of bulks each by itself, met which fate. */
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  /** How many of the unknown had happened. */
  readonly happened: number;
  readonly events: number;
  /** How many evaluations were finalised and adopted by reporting, each edition by itself. */
  readonly editions: number;
  /** How many interviews were held and noted by scoring. */
  readonly interviews: number;
  /** What is wrong, in words; nothing where all is well. */
  readonly faults: readonly string[];
}

const clients = 8;

/**
 * Lets clients assess while the program is killed again and again, then holds the log and the views against what the
 * clients remember. The folder is kept where something is wrong.
 */
export async function torture({ form, seed, log, ...options }: TortureOptions): Promise<TortureReport> {
  const folder = await mkdtemp(join(tmpdir(), 'kompass-torture-'));
  const chance = new Chance(seed);
  const victim = new Victim(form, join(folder, 'data'), chance.fork());
  try {
    const assessors = await setScene(await victim.begin(), clients);
    const assessing = assessors.map((one) => new AssessorClient(one, victim, chance.fork()));
    const rounds = await killWhile(assessing, victim, { ...options, chance, log });
    const report = { rounds, ...(await judge(assessing, victim)) };
    await victim.end();
    if (report.faults.length === 0) await rm(folder, { recursive: true });
    else log(`the data are kept in ${folder}`);
    return report;
  } catch (error) {
    throw new Error(`seed ${seed}, data in ${folder}: ${String(error)}`, { cause: error });
  } finally {
    await victim.destroy();
  }
}

/**
 * Kills once a round, at a random moment; each round begins when a command has been acknowledged after the last.
 *
 * @returns how many rounds there were
 */
async function killWhile(
  assessing: readonly AssessorClient[],
  victim: Victim,
  { rounds, enough, chance, log }: Omit<TortureOptions, 'form' | 'seed'> & { readonly chance: Chance },
): Promise<number> {
  const over = new AbortController();
  const working = Promise.all(assessing.map((client) => client.run(over.signal)));
  working.catch(() => undefined); // is noticed by each step
  const meanwhile = <T>(step: Promise<T>) => Promise.race([step, victim.failed, working.then(() => step)]);
  let round = 0;
  while (round < rounds && !enough?.aborted) {
    round += 1;
    await meanwhile(delay(chance.between(200, 2_000)));
    const faults = victim.choose();
    log(`round ${round}: kill ${faults.join(' and ')}`);
    await meanwhile(victim.suffer(faults));
    await meanwhile(servesAgain(assessing));
  }
  over.abort();
  await working;
  return round;
}

async function servesAgain(assessing: readonly AssessorClient[]): Promise<void> {
  const answered = () => assessing.reduce((sum, { answers }) => sum + answers, 0);
  const before = answered();
  await until('no command was answered', () => answered() > before);
}

async function judge(
  assessing: readonly AssessorClient[],
  victim: Victim,
): Promise<Omit<TortureReport, 'rounds'>> {
  const running = await victim.running();
  const memory = assessing.flatMap((client) => client.memory);
  let log = await storedEventsAt(running.eventStoreUrl);
  await until('not every message arrives', async () => {
    log = await storedEventsAt(running.eventStoreUrl);
    return faultsOfDelivery(log).length === 0;
  }).catch(() => undefined); // named below
  const stored = new Set(log.map(({ metadata }) => metadata.commandId));
  const fates = (kind: string) => memory.filter(({ fate }) => fate.kind === kind);
  return {
    kills: victim.kills,
    accepted: fates('accepted').length,
    refused: fates('refused').length,
    unknown: fates('unknown').length,
    happened: fates('unknown').filter(({ commandId }) => stored.has(commandId)).length,
    events: log.length,
    editions: log.filter(({ type }) => type === 'EvaluationAdopted').length,
    interviews: log.filter(({ type }) => type === 'InterviewNoted').length,
    faults: [
      ...assessing.flatMap(({ complaints }) => complaints),
      ...faultsOfLog(log),
      ...faultsOfCommands(log, memory),
      ...faultsOfDelivery(log),
      ...faultsOfEditions(log),
      ...(await faultsOfParking(running)),
      ...(await faultsOfDurability(running)),
      ...(await faultsOfViews(running, log)),
    ],
  };
}
