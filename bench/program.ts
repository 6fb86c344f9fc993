import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { findRunning, type RunningInstance } from '@kompass/embedded';

const standalone = new URL('../apps/standalone/src/main.js', import.meta.url);
const eventStoreNode = new URL('../apps/event-store-node/src/main.js', import.meta.url);
const attendant = new URL('./program-attendant.js', import.meta.url);

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

/** The built program, on a data folder. */
export interface Program extends Started {
  readonly running: RunningInstance;
  /** The most memory its process has held so far. */
  peakBytes(): Promise<number>;
}

/** Starts the program as `npm start` does. */
export async function startProgram(
  dataDir: string,
  { flags = [], heapMb, profileDir }: ProgramOptions = {},
): Promise<Program> {
  const limit = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const child = fork(standalone, flags, {
    execArgv: ['--import', attendant.href, ...limit, ...profile],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...ownEnvironment(), KOMPASS_DATA: dataDir, KOMPASS_PORT: '0', KOMPASS_LOG_LEVEL: 'warn' },
  });
  const startMs = await readiness(child, 'Kompass is ready');
  const running = await findRunning(dataDir);
  if (!running) throw new Error('the program is ready and run.json does not say so');
  return {
    running,
    startMs,
    peakBytes: async () => {
      child.send('peak');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    },
    stop: () => stop(child),
  };
}

/** Starts the bare event-store node with a PostgreSQL of its own, as `npm run event-store` does. */
export async function startEventStore(dataDir: string): Promise<Started> {
  const child = spawn(process.execPath, [eventStoreNode.pathname, '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: ownEnvironment(),
  });
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
