import { Command } from 'commander';
import { torture } from './torture.js';

interface Flags {
  readonly rounds: string;
  readonly seed?: string;
}

await new Command('torture')
  .description(
    'Kills the program again and again while eight clients score, and proves that nothing was lost',
  )
  .option('--rounds <n>', 'how often something is killed', '100')
  .option('--seed <n>', 'repeats a run, as far as the machine allows')
  .action(async ({ rounds, seed = String(Math.floor(Math.random() * 2 ** 32)) }: Flags) => {
    console.log(`seed ${seed}`);
    const started = Date.now();
    const report = await torture({ rounds: Number(rounds), seed: Number(seed), log: console.log });
    const { faults, ...figures } = report;
    console.log(JSON.stringify({ seconds: Math.round((Date.now() - started) / 1000), ...figures }, null, 2));
    if (faults.length === 0)
      return console.log('nothing lost, nothing twice, every chain whole, every view equal');
    console.error(`seed ${seed}: ${faults.length} faults`);
    for (const fault of faults) console.error(`  ${fault}`);
    process.exitCode = 1;
  })
  .parseAsync();
