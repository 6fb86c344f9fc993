import { join } from 'node:path';
import { commandLineOf, type RunningInstance } from '@kompass/embedded';
import { backendsOf, type Fault, type Form } from './form.js';
import { gone, killed, killPostmaster, pidIn } from './program.js';

const services = ['gateway', 'scheduling', 'scoring', 'reporting'] as const;

/** Kompass as services that meet over Kafka, on engines of their own: what dies is started again. */
export const cluster: Form = {
  program: 'cluster',
  // A consumer that was killed holds its partitions no longer than that.
  env: { KOMPASS_KAFKA_SESSION_SECONDS: '6' },
  together: 0.2,
  startMs: 15_000,
  killEngines: async (dataDir) => {
    await killPostmaster(dataDir);
    await killKafka(dataDir);
  },
  faults: {
    ...Object.fromEntries(services.map((name) => [name, processOf(name, 3)])),
    kafka: processOf('kafka', 3),
    node: processOf('event-store', 2),
    /** The postmaster: the node ends with it, and both are started again. */
    postgres: { ...processOf('postgres', 2), hitsPostgres: true },
    /** One process of PostgreSQL, which then ends every connection and recovers. */
    backend: {
      often: 1,
      survived: true,
      hitsPostgres: true,
      inflict: async (_program, { postgresUrl }) => {
        const [backend] = await backendsOf(postgresUrl);
        killed(backend!);
        await gone(backend!);
      },
    },
    /** What started them all: services and node must end by themselves, Kafka and PostgreSQL live on as orphans. */
    launcher: {
      often: 1,
      survived: false,
      hitsPostgres: false,
      inflict: async (program, running) => {
        await program.kill();
        await Promise.all([...services, 'event-store'].map((name) => gone(pidOf(running, name))));
      },
    },
    /** Every process there is. */
    everything: {
      often: 1,
      survived: false,
      hitsPostgres: false,
      inflict: async (program, { children, postgresUrl }) => {
        await program.kill(...children, ...(await backendsOf(postgresUrl)));
        await Promise.all(children.map(gone));
      },
    },
  },
};

function processOf(name: string, often: number): Fault {
  return {
    often,
    survived: true,
    hitsPostgres: false,
    inflict: async (_program, running) => {
      const pid = pidOf(running, name);
      killed(pid);
      await gone(pid);
    },
  };
}

function pidOf({ processes }: RunningInstance, name: string): number {
  const pid = processes?.[name];
  if (pid === undefined) throw new Error(`run.json says nothing of ${name}`);
  return pid;
}

/** `kill -9` of the Kafka of a data folder, if it runs. */
async function killKafka(dataDir: string): Promise<void> {
  const pid = await pidIn(join(dataDir, 'kafka.pid'));
  if (pid > 0 && commandLineOf(pid)?.includes(join(dataDir, 'kafka.properties'))) killed(pid);
}
