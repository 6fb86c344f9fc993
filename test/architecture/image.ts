import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { readText } from './composition.js';
import { stagesOf, type Step } from './dockerfile.js';
import { repository } from './small-repository.js';

/** A program that runs, or has run. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
}

/** Without an engine: the last stage of our Dockerfile, laid out in a folder by following its lines. */
export class Image {
  readonly #steps = stagesOf(readText('deploy/Dockerfile')).at(-1)!.steps;

  constructor(readonly folder: string) {}

  async build(): Promise<void> {
    for (const step of this.#steps) await this.#follow(step);
  }

  /** Runs what the image runs, with this environment and no more. */
  start(command: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const [program, ...args] = JSON.parse(this.#only('ENTRYPOINT')) as [string, ...string[]];
    const own = Object.fromEntries([this.#only('ENV').split('=') as [string, string]]);
    const child = spawn(program, [...args, ...command], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = [child.stdout, child.stderr].map((stream) => text(stream));
    const ended = once(child, 'close').then(async ([code]) => {
      const [output, errors] = (await Promise.all(said)) as [string, string];
      return { code: code as number | null, output, errors };
    });
    return { child, ended };
  }

  /** Runs a command of the shell in it. */
  async run(command: string): Promise<void> {
    // What the installation of this repository has fetched is not fetched again.
    const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
    await promisify(execFile)('sh', ['-c', command], { cwd: this.folder, env });
  }

  async #follow({ instruction, flags, words, text: command }: Step): Promise<void> {
    if (instruction === 'RUN') await this.run(command);
    if (instruction !== 'COPY') return;
    const target = words.at(-1)!;
    for (const source of words.slice(0, -1)) {
      const from = flags['from'] === undefined ? source : source.replace(/^\/kompass\//, '');
      const to = join(this.folder, target, target.endsWith('/') ? from.split('/').at(-1)! : '');
      await mkdir(dirname(to), { recursive: true });
      await cp(join(repository, from), to, { recursive: true });
    }
  }

  #only(instruction: string): string {
    const [step, ...more] = this.#steps.filter((each) => each.instruction === instruction);
    if (!step || more.length > 0) throw new Error(`the image has not one ${instruction}`);
    return step.text;
  }
}
