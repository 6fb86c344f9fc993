import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLineOf, findRunning, startOf, type RunningInstance } from '@kompass/embedded';
import { until } from './until.js';

const apps = new URL('../../dist/apps/', import.meta.url);

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface LaunchOptions {
  /** Its folder in `apps/`; `standalone` if absent. */
  readonly program?: 'standalone' | 'cluster' | 'scoring';
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The built program as a process group of its own. */
export class Program {
  /** What it has written so far. */
  output = '';
  errors = '';
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;

  constructor(
    readonly dataDir: string,
    { program = 'standalone', flags = [], env = {} }: LaunchOptions = {},
  ) {
    const entry = fileURLToPath(new URL(`${program}/src/main.js`, apps));
    if (!existsSync(entry)) throw new Error('there is no dist: run npm run build first');
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('KOMPASS_'));
    this.#child = spawn(process.execPath, [entry, ...flags], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        KOMPASS_DATA: dataDir,
        KOMPASS_PORT: '0',
        KOMPASS_LOG_LEVEL: 'warn',
        ...env,
      },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it says of itself once it is ready. */
  async ready(): Promise<RunningInstance> {
    await this.says('Kompass is ready');
    return this.announced();
  }

  /** What `run.json` says of it. */
  async announced(): Promise<RunningInstance> {
    const running = await findRunning(this.dataDir);
    if (running?.pid !== this.pid) throw new Error('run.json does not say that the program runs');
    return running;
  }

  /** Waits until it has written `text` to its standard output. */
  async says(text: string): Promise<void> {
    await until(`the program did not say "${text}"`, () => this.output.includes(text) || !this.running);
    if (this.output.includes(text)) return;
    throw new Error(`the program ended and did not say "${text}":\n${this.output}${this.errors}`);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** `kill -9` of the process group, and of the children that are no part of it where they are named. */
  async kill(...others: readonly number[]): Promise<void> {
    for (const pid of [-this.pid, ...others]) killed(pid);
    await this.ended;
  }

  /** Ends it in order. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ending> {
    this.signal(signal);
    return this.ended;
  }

  /** As when its terminal is closed: nobody reads any more what it writes. */
  closeTerminal(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }
}

/** `kill -9`; a negative number is a process group. */
export function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** `kill -9` of the PostgreSQL of a data folder, if it runs: the pid in its file may be another program's by now. */
export async function killPostmaster(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'postgres');
  const pid = await pidIn(join(cluster, 'postmaster.pid'));
  if (pid > 0 && commandLineOf(pid)?.includes(cluster)) killed(pid);
}

/** The pid that a file begins with; `NaN` where there is none. */
export async function pidIn(file: string): Promise<number> {
  return Number.parseInt(await readFile(file, 'utf8').catch(() => ''));
}

/** Waits until a process is gone. */
export function gone(pid: number): Promise<void> {
  return until(`process ${pid} does not end`, () => startOf(pid) === undefined);
}
