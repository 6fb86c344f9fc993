import { Command } from 'commander';
import { readSettings, WrongSettings } from '@kompass/config';
import { removeDemo, StartupProblem } from '@kompass/embedded';
import { runDemo } from './demo.js';
import { startStandalone } from './standalone.js';
import { welcome } from './welcome.js';

interface Flags {
  readonly demo: boolean;
  readonly reset: boolean;
}

// A terminal that is closed takes its ends of these along: what is said after that is lost, and nothing else.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

/** Runs until it is told to end, or cannot go on. */
async function main({ demo, reset }: Flags): Promise<void> {
  const told = untilTold();
  const use = demo ? 'demo' : 'real';
  const settings = readSettings(undefined, use);
  if (reset && !demo) throw new StartupProblem('--reset starts the demo over: it goes with --demo only');
  if (reset) await removeDemo(settings.dataDir);
  const standalone = await startStandalone(settings, use, told);
  if (!standalone) return;
  const shown = demo ? runDemo(standalone, settings) : welcome(standalone);
  try {
    await Promise.race([ended(told), standalone.failed, shown.then(() => ended(told))]);
  } finally {
    await standalone.stop();
  }
}

/** Aborted by Ctrl-C, by `kill`, and when the terminal is closed. Again changes nothing: the stop has its limits. */
function untilTold(): AbortSignal {
  const told = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
  return told.signal;
}

function ended(told: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (told.aborted) resolve();
    else told.addEventListener('abort', () => resolve());
  });
}

/** One line a problem, no stack: what the operator can mend. */
function fail(error: unknown): never {
  const lines =
    error instanceof WrongSettings
      ? error.problems
      : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) process.stderr.write(`kompass: ${line}\n`);
  process.exit(1);
}

await new Command('kompass-standalone')
  .description('Kompass in one process, on one machine')
  .option('--demo', 'with the demo: Røros 2013 and 2017', false)
  .option('--reset', 'start the demo over', false)
  .action((flags: Flags) => main(flags).then(() => process.exit(0), fail))
  .parseAsync();
