import { setTimeout as delay } from 'node:timers/promises';
import type { RunningInstance } from '@kompass/embedded';
import type { Chance } from './chance.js';
import { hitsPostgres, inflict, survives, type Fault } from './faults.js';
import { killPostmaster, Program } from './program.js';
import { ready } from './until.js';

/** How often a start is killed too, before one is let through. */
const startsKilled = 0.2;

/** A data folder and the program on it, which is killed and started again. */
export class Victim {
  /** See `Server`: only what PostgreSQL itself suffers. */
  outages = 0;
  readonly kills: Partial<Record<Fault | 'start', number>> = {};
  /** Rejects when the program ends although it should go on. */
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => undefined;
  #program: Program | undefined;
  #running: RunningInstance | undefined;
  #destroyed = false;

  constructor(
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
    return this.#start();
  }

  /** Suffers a fault; resolves when all is well again. */
  async suffer(fault: Fault): Promise<void> {
    this.#count(fault);
    const goesOn = survives(fault);
    if (!goesOn) this.#running = undefined;
    if (hitsPostgres(fault)) this.outages += 1;
    await inflict(fault, this.#program!);
    if (!goesOn) await this.#start();
    await ready(await this.running());
    if (hitsPostgres(fault)) this.outages += 1;
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
    await killPostmaster(this.dataDir);
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

  /** Starts it and kills it on its way, at times together with PostgreSQL. */
  async #killStart(): Promise<void> {
    const program = this.#launch();
    await Promise.race([delay(this.chance.between(0, 3_000)), program.ended]);
    if (!program.running) throw new Error(`the program did not start: ${program.errors}`);
    await program.kill();
    if (this.chance.happens(0.5)) await killPostmaster(this.dataDir);
    this.#count('start');
  }

  #launch(): Program {
    if (this.#destroyed) throw new Error('it is not to run any more');
    return (this.#program = new Program(this.dataDir));
  }

  #count(kill: Fault | 'start'): void {
    this.kills[kill] = (this.kills[kill] ?? 0) + 1;
  }
}
