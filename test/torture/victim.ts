import { setTimeout as delay } from 'node:timers/promises';
import { startOf, type RunningInstance } from '@kompass/embedded';
import type { Chance } from './chance.js';
import type { Fault, Form } from './form.js';
import { Program } from './program.js';
import { ready, until } from './until.js';

/** How often a start is killed too, before one is let through. */
const startsKilled = 0.2;

/** A data folder and the program on it, which is killed and started again. */
export class Victim {
  /** See `Server`: only what PostgreSQL itself suffers. */
  outages = 0;
  /** How often what was killed; `start` is the program on its way. */
  readonly kills: Record<string, number> = {};
  /** Rejects when the program ends although it should go on. */
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => undefined;
  #program: Program | undefined;
  #running: RunningInstance | undefined;
  #destroyed = false;

  constructor(
    private readonly form: Form,
    private readonly dataDir: string,
    private readonly chance: Chance,
  ) {
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
  }

  /** What runs now; waits while nothing does, but not after `destroy`. */
  async running(): Promise<RunningInstance> {
    while (!this.#running) {
      if (this.#destroyed) throw new Error('it does not run any more');
      await delay(10);
    }
    return this.#running;
  }

  /** The first start on a new folder; the very first is killed on its way. */
  async begin(): Promise<RunningInstance> {
    await this.#killStart();
    const running = await this.#start();
    await ready(running);
    return running;
  }

  /** Names of what is killed next: one fault, at times two at once. */
  choose(): readonly string[] {
    const { faults, together } = this.form;
    const first = this.#chooseOf(faults);
    const fault = faults[first]!;
    if (!fault.survived || !this.chance.happens(together)) return [first];
    const others = Object.entries(faults).filter(
      ([name, other]) => name !== first && other.survived && !(fault.hitsPostgres && other.hitsPostgres),
    );
    return [first, this.#chooseOf(Object.fromEntries(others))];
  }

  /** Suffers faults, all at once; resolves when all is well again. */
  async suffer(names: readonly string[]): Promise<void> {
    const faults = names.map((name) => this.form.faults[name]!);
    for (const name of names) this.#count(name);
    const goesOn = faults.every(({ survived }) => survived);
    const hitsPostgres = faults.some((fault) => fault.hitsPostgres);
    const program = this.#program!;
    const running = await program.announced();
    if (!goesOn) this.#running = undefined;
    if (hitsPostgres) this.outages += 1;
    await Promise.all(faults.map(({ inflict }) => inflict(program, running)));
    if (goesOn) await until('what was killed is not started again', () => everythingRuns(program));
    else await this.#start();
    await ready(await this.running());
    if (hitsPostgres) this.outages += 1;
  }

  /** Ends it in order. */
  async end(): Promise<void> {
    this.#running = undefined;
    const { code, signal } = await this.#program!.stop();
    if (code !== 0) throw new Error(`the program ended with ${code ?? signal}: ${this.#program!.errors}`);
  }

  /** Ends whatever is still there. */
  async destroy(): Promise<void> {
    this.#running = undefined;
    this.#destroyed = true;
    if (this.#program?.running) await this.#program.kill();
    await this.form.killEngines(this.dataDir);
  }

  async #start(): Promise<RunningInstance> {
    while (this.chance.happens(startsKilled)) await this.#killStart();
    const program = this.#launch();
    this.#running = await program.ready();
    void program.ended.then(() => {
      if (this.#running?.pid !== program.pid) return;
      this.#fail(new Error(`the program ended by itself:\n${program.output}${program.errors}`));
    });
    return this.#running;
  }

  /** Starts it and kills it on its way, at times together with its engines. */
  async #killStart(): Promise<void> {
    const program = this.#launch();
    await Promise.race([delay(this.chance.between(0, this.form.startMs)), program.ended]);
    if (!program.running) throw new Error(`the program did not start: ${program.errors}`);
    await program.kill();
    if (this.chance.happens(0.5)) await this.form.killEngines(this.dataDir);
    this.#count('start');
  }

  #launch(): Program {
    if (this.#destroyed) throw new Error('it is not to run any more');
    return (this.#program = new Program(this.dataDir, this.form));
  }

  #chooseOf(faults: Readonly<Record<string, Fault>>): string {
    return this.chance.weighted(
      Object.fromEntries(Object.entries(faults).map(([name, { often }]) => [name, often])),
    );
  }

  #count(kill: string): void {
    this.kills[kill] = (this.kills[kill] ?? 0) + 1;
  }
}

/** Whether every process runs that the program speaks of. */
async function everythingRuns(program: Program): Promise<boolean> {
  const { children } = await program.announced();
  return children.every((pid) => startOf(pid) !== undefined);
}
