import { Command } from 'commander';
import { readSettings } from '@kompass/config';
import { removeDemo, StartupProblem } from '@kompass/embedded';
import { runProgram, untilTold } from '@kompass/service';
import { showDemo } from './demo.js';
import { startStandalone } from './standalone.js';
import { welcome } from './welcome.js';

interface Flags {
  readonly demo: boolean;
  readonly reset: boolean;
}

/** Runs until it is told to end, or cannot go on. */
async function main({ demo, reset }: Flags, told: AbortSignal): Promise<void> {
  const use = demo ? 'demo' : 'real';
  const settings = readSettings(undefined, use);
  if (reset && !demo) throw new StartupProblem('--reset starts the demo over: it goes with --demo only');
  if (reset) await removeDemo(settings.dataDir);
  const standalone = await startStandalone(settings, use, told);
  if (!standalone) return;
  const shown = demo ? showDemo(standalone, settings) : welcome(standalone);
  try {
    await Promise.race([untilTold(told), standalone.failed, shown.then(() => untilTold(told))]);
  } finally {
    await standalone.stop();
  }
}

await new Command('kompass-standalone')
  .description('Kompass in one process, on one machine')
  .option('--demo', 'with the demo: Røros 2013 and 2017', false)
  .option('--reset', 'start the demo over', false)
  .action((flags: Flags) => runProgram((told) => main(flags, told)))
  .parseAsync();
