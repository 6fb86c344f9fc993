import { Command } from 'commander';
import { cluster } from './cluster-form.js';
import { standalone } from './standalone-form.js';
import { torture } from './torture.js';

interface Flags {
  readonly cluster: boolean;
  readonly rounds: string;
  readonly seed?: string;
}

await new Command('torture')
  .description(
    'Kills the program again and again while eight clients assess, and proves that nothing was lost',
  )
  .option(
    '--cluster',
    'the services over Kafka, each a process of its own, instead of the one program',
    false,
  )
  .option('--rounds <n>', 'how often something is killed', '100')
  .option('--seed <n>', 'repeats a run, as far as the machine allows')
  .action(async ({ cluster: apart, rounds, seed = String(Math.floor(Math.random() * 2 ** 32)) }: Flags) => {
    console.log(`seed ${seed}`);
    const started = Date.now();
    const enough = new AbortController();
    process.once('SIGINT', () => enough.abort());
    const report = await torture({
      form: apart ? cluster : standalone,
      rounds: Number(rounds),
      seed: Number(seed),
      enough: enough.signal,
      log: console.log,
    });
    const { faults, ...figures } = report;
    console.log(JSON.stringify({ seconds: Math.round((Date.now() - started) / 1000), ...figures }, null, 2));
    if (faults.length === 0)
      return console.log('nothing lost, nothing twice, every chain whole, every view equal');
    console.error(`seed ${seed}: ${faults.length} faults`);
    for (const fault of faults) console.error(`  ${fault}`);
    process.exitCode = 1;
  })
  .parseAsync();
