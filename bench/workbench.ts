import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '@kompass/contracts';
import type { Engines } from './engines.js';
import {
  startEventStore,
  startInstance,
  startService,
  type Instance,
  type Program,
  type ProgramOptions,
  type Started,
} from './program.js';

export interface WorkbenchOptions {
  /** Where the data folders are made. */
  readonly dir: string;
  /** Everything small, to see that it runs. */
  readonly quick: boolean;
  /** Where CPU profiles of the program go. */
  readonly profileDir?: string | undefined;
}

/** Where a measurement is made: what it starts is stopped, and what it writes is removed, when it is cleared. */
export class Workbench {
  readonly #folders: string[] = [];
  readonly #started = new Set<{ stop(): Promise<void> }>();

  constructor(private readonly options: WorkbenchOptions) {}

  /** How much of something is measured. */
  size({ quick, full }: { readonly quick: number; readonly full: number }): number {
    return this.options.quick ? quick : full;
  }

  /** A data folder that is not there yet: the program makes it as it needs it. */
  folder(): string {
    const path = join(this.options.dir, `kompass-bench-${randomUUID()}`);
    this.#folders.push(path);
    return path;
  }

  program(dataDir: string, options?: ProgramOptions): Promise<Instance> {
    return this.#keep(startInstance('standalone', dataDir, this.#profiled(options)));
  }

  /** The demo in several processes. */
  cluster(dataDir: string): Promise<Instance> {
    return this.#keep(startInstance('cluster', dataDir, { flags: ['--demo'] }));
  }

  service(
    name: Service,
    engines: Engines,
    env: Readonly<Record<string, string>>,
    options?: ProgramOptions,
  ): Promise<Program> {
    return this.#keep(startService(name, engines, env, this.#profiled(options)));
  }

  eventStore(dataDir: string): Promise<Started> {
    return this.#keep(startEventStore(dataDir));
  }

  /** To be stopped with the rest, before what was started earlier. */
  keep<T extends { stop(): Promise<void> }>(started: T): T {
    this.#started.add(started);
    return started;
  }

  async clear(): Promise<void> {
    for (const started of [...this.#started].reverse())
      if (this.#started.delete(started)) await started.stop();
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }

  #profiled(options?: ProgramOptions): ProgramOptions {
    return { profileDir: this.options.profileDir, ...options };
  }

  async #keep<T extends Started>(starting: Promise<T>): Promise<T> {
    return this.keep(await starting);
  }
}
