import { Command } from 'commander';
import { readSettings, type Settings } from '@kompass/config';
import { runDemo } from '@kompass/demo';
import { removeDemo, StartupProblem } from '@kompass/embedded';
import { openAccounts } from '@kompass/identity';
import { runProgram, untilTold, welcomeText } from '@kompass/service';
import { startCluster, type Cluster } from './cluster.js';

interface Flags {
  readonly demo: boolean;
  readonly reset: boolean;
}

const log = (message: string): void => void process.stdout.write(`kompass: ${message}\n`);

/** Runs until it is told to end, or cannot go on. */
async function main({ demo, reset }: Flags, told: AbortSignal): Promise<void> {
  const use = demo ? 'cluster-demo' : 'cluster';
  const settings = readSettings(undefined, use);
  if (reset && !demo) throw new StartupProblem('--reset starts the demo over: it goes with --demo only');
  if (reset) await removeDemo(settings.dataDir, 'cluster-demo');
  log('Kafka, PostgreSQL, an event-store node, three services and a gateway are started');
  const cluster = await startCluster({ settings, use, told, log });
  if (!cluster) return;
  const shown = demo ? showDemo(cluster, settings) : welcome(cluster);
  try {
    await Promise.race([untilTold(told), cluster.failed, shown.then(() => untilTold(told))]);
  } finally {
    await cluster.stop();
  }
}

async function showDemo(
  { url, fingerprint, postgresUrl }: Cluster,
  { demoPassword: password }: Settings,
): Promise<void> {
  const opened = await openAccounts(postgresUrl);
  try {
    await runDemo({
      url,
      password,
      fingerprint,
      command: 'npm run cluster -- --demo',
      seed: (accounts) => opened.accounts.seed(accounts),
      output: process.stdout,
    });
  } finally {
    await opened.close();
  }
}

/** Tells where it answers and, while there is no administrator, how to become the first. */
async function welcome({ url, dataDir, fingerprint, postgresUrl }: Cluster): Promise<void> {
  const opened = await openAccounts(postgresUrl);
  const link = await opened.accounts.firstAdministratorLink().finally(() => opened.close());
  process.stdout.write(welcomeText({ url, dataDir, fingerprint, link }));
}

await new Command('kompass-cluster')
  .description('Kompass in several processes that meet over Kafka, on one machine')
  .option('--demo', 'with the demo: Røros 2013 and 2017', false)
  .option('--reset', 'start the demo over', false)
  .action((flags: Flags) => runProgram((told) => main(flags, told)))
  .parseAsync();
