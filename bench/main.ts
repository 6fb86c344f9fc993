import { tmpdir } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { judge, type Figure, type Measurement } from './figure.js';
import { machineWith } from './machine.js';
import { coldCommand } from './measurements/cold-command.js';
import { command } from './measurements/command.js';
import { concurrentCommands } from './measurements/concurrent-commands.js';
import { drain } from './measurements/drain.js';
import { manyEvaluations } from './measurements/many-evaluations.js';
import { messages } from './measurements/messages.js';
import { rebuildMemory } from './measurements/rebuild-memory.js';
import { rebuild } from './measurements/rebuild.js';
import { reportingVisibility } from './measurements/reporting-visibility.js';
import { startUp } from './measurements/start-up.js';
import { visibility } from './measurements/visibility.js';
import { tableOf, type Report } from './report.js';
import { Workbench } from './workbench.js';

const measurements: readonly Measurement[] = [
  ...[command, concurrentCommands, rebuild, visibility],
  ...[manyEvaluations, coldCommand, rebuildMemory, startUp],
  ...[messages, reportingVisibility, drain],
];

interface Flags {
  readonly json: boolean;
  readonly quick: boolean;
  readonly only: readonly Measurement[];
  readonly data: string;
  readonly profile?: string;
}

async function run({ json, quick, only, data, profile }: Flags): Promise<void> {
  const began = new Date();
  const workbench = new Workbench({ dir: data, quick, profileDir: profile });
  process.once('SIGINT', () => void workbench.clear().finally(() => process.exit(130)));
  const machine = await machineWith(data);
  if (machine.dataInMemory)
    process.stderr.write(`${data} is kept in memory: name a folder on a disk (--data)\n`);
  const figures: Figure[] = [];
  for (const measurement of only) {
    process.stderr.write(`${measurement.name} …\n`);
    try {
      figures.push(...(await measurement.run(workbench)));
    } finally {
      await workbench.clear();
    }
  }
  const report: Report = {
    quick,
    began: began.toISOString(),
    seconds: Math.round((Date.now() - began.getTime()) / 1_000),
    machine,
    figures: figures.map((figure) => ({ ...figure, ...judge(figure) })),
  };
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : tableOf(report));
}

function named(name: string, before: readonly Measurement[] | undefined): readonly Measurement[] {
  const found = measurements.find((measurement) => measurement.name === name);
  if (!found)
    throw new InvalidArgumentError(
      `one of ${measurements.map((measurement) => measurement.name).join(', ')}`,
    );
  return before === measurements ? [found] : [...(before ?? []), found];
}

await new Command('bench')
  .description('Measures Kompass beside its bare engine, on the embedded default')
  .option('--json', 'print the run as JSON', false)
  .option('--quick', 'everything small, to see that it runs: the figures mean nothing', false)
  .option('--only <name>', 'this measurement; may be repeated', named, measurements)
  .option('--data <dir>', 'where the data lie meanwhile: a folder on a disk', tmpdir())
  .option('--profile <dir>', 'leave CPU profiles of the program here; they slow it down')
  .action(run)
  .parseAsync();
process.exit();
