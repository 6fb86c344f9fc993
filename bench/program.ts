import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Service } from '@kompass/contracts';
import { findRunning, type RunningInstance } from '@kompass/embedded';
import type { Engines } from './engines.js';

const apps = new URL('../apps/', import.meta.url);
const attendant = new URL('./program-attendant.js', import.meta.url);

/** Limit of a heap, in megabytes, where peaks are compared: so that what lives decides, and not the collector's leisure. */
export const smallHeapMb = 160;

export interface ProgramOptions {
  /** What the program is told on its command line. */
  readonly flags?: readonly string[];
  /** Limit of the old space of its heap, in megabytes. */
  readonly heapMb?: number;
  /** Where it leaves a CPU profile when it ends. */
  readonly profileDir?: string | undefined;
}

/** A process that was started for a measurement. */
export interface Started {
  /** From its start until it said that it is ready. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** A built program of ours, as a process of its own. */
export interface Program extends Started {
  /** The most memory its process has held so far. */
  peakBytes(): Promise<number>;
}

/** A whole Kompass, on a data folder. */
export interface Instance extends Program {
  readonly running: RunningInstance;
}

/** Starts Kompass in one process as `npm start` does, or in several as `npm run cluster` does. */
export async function startInstance(
  form: 'standalone' | 'cluster',
  dataDir: string,
  options?: ProgramOptions,
): Promise<Instance> {
  const env = { KOMPASS_DATA: dataDir, KOMPASS_PORT: '0', KOMPASS_LOG_LEVEL: 'warn' };
  const program = await launch(form, 'Kompass is ready', env, options);
  const running = await findRunning(dataDir);
  if (!running) throw new Error('the program is ready and run.json does not say so');
  return { ...program, running };
}

/** Starts the program of a service on engines that run. */
export function startService(
  name: Service,
  { postgresUrl, eventStoreUrl, brokers, keysDir }: Engines,
  env: Readonly<Record<string, string>>,
  options?: ProgramOptions,
): Promise<Program> {
  const needs = {
    KOMPASS_POSTGRES_URL: postgresUrl,
    KOMPASS_EVENTSTORE_URL: eventStoreUrl,
    KOMPASS_KAFKA_BROKERS: brokers.join(','),
    KOMPASS_KEYS: keysDir,
    KOMPASS_GATEWAY_URL: 'http://127.0.0.1:9', // nobody asks anything, so that no token needs its keys
    KOMPASS_PORT: '0',
  };
  return launch(name, `${name} answers`, { ...needs, ...env }, options);
}

/** @param says what it writes when it is ready */
async function launch(
  app: string,
  says: string,
  env: Readonly<Record<string, string>>,
  { flags = [], heapMb, profileDir }: ProgramOptions = {},
): Promise<Program> {
  const limit = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const child = fork(mainOf(app), flags, {
    execArgv: ['--import', attendant.href, ...limit, ...profile],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...ownEnvironment(), ...env },
  });
  return {
    startMs: await readiness(child, says),
    peakBytes: async () => {
      child.send('peak');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    },
    stop: () => stop(child),
  };
}

function mainOf(app: string): URL {
  return new URL(`${app}/src/main.js`, apps);
}

/** Starts the bare event-store node with a PostgreSQL of its own, as `npm run event-store` does. */
export async function startEventStore(dataDir: string): Promise<Started> {
  const child = spawn(
    process.execPath,
    [mainOf('event-store-node').pathname, '--data', dataDir, '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: ownEnvironment(),
    },
  );
  return { startMs: await readiness(child, '"port"'), stop: () => stop(child) };
}

/** Settings of whoever runs the bench are none of the program's business. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KOMPASS_')));
}

/** How long it takes until the process, just started, has written `text`. */
async function readiness(child: ChildProcess, text: string): Promise<number> {
  const began = performance.now();
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(text)) resolve();
    });
    child.once('exit', () => reject(new Error(`the program ended before it said "${text}":\n${output}`)));
  });
  return performance.now() - began;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
