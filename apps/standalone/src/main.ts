import { Command } from 'commander';
import { readSettings, WrongSettings } from '@kompass/config';
import { removeDemo, StartupProblem } from '@kompass/embedded';
import { runDemo } from './demo.js';
import { startStandalone, type Standalone } from './standalone.js';
import { welcome } from './welcome.js';

interface Flags {
  readonly demo: boolean;
  readonly reset: boolean;
}

async function main({ demo, reset }: Flags): Promise<void> {
  const settings = readSettings(undefined, demo ? 'demo' : 'real');
  if (reset && !demo) throw new StartupProblem('--reset starts the demo over: it goes with --demo only');
  if (reset) await removeDemo(settings.dataDir);
  const standalone = await startStandalone(settings, demo ? 'demo' : 'real');
  stopOnSignals(standalone);
  if (demo) await runDemo(standalone, settings);
  else await welcome(standalone);
}

/** Ctrl-C and `kill` stop in order; a second one at once. */
function stopOnSignals(standalone: Standalone): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(130));
      standalone.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
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
  .action((flags: Flags) => main(flags).catch(fail))
  .parseAsync();
