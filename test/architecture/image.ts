import { execFile, spawn } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readText } from './composition.js';
import { stagesOf, type Step } from './dockerfile.js';
import { repository } from './small-repository.js';

const run = promisify(execFile);

/** How a program has ended. */
export interface Ended {
  readonly code: number | null;
  readonly errors: string;
}

/** Without an engine: the last stage of our Dockerfile, laid out in a folder by following its lines. */
export class Image {
  readonly #steps = stagesOf(readText('deploy/Dockerfile')).at(-1)!.steps;

  constructor(readonly folder: string) {}

  async build(): Promise<void> {
    for (const step of this.#steps) await this.#follow(step);
  }

  /** What runs `command`, with no environment but this. */
  start(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const [program, ...args] = JSON.parse(this.#only('ENTRYPOINT')) as [string, ...string[]];
    const own = Object.fromEntries([this.#only('ENV').split('=') as [string, string]]);
    return spawn(program, [...args, ...command], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...own, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  async ended(command: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
    const child = this.start(command, env);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, errors })));
  }

  async #follow({ instruction, flags, words, text }: Step): Promise<void> {
    if (instruction === 'RUN') {
      // What the installation of this repository has fetched is not fetched again.
      const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
      await run('sh', ['-c', text], { cwd: this.folder, env });
    }
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
