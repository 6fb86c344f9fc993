import { startEventStoreNodeProcess, startKafka, startPostgres } from '@kompass/embedded';
import type { Starting } from '@kompass/service';
import { keepEngine } from './kept-engine.js';

const eventStoreNode = new URL('../../event-store-node/src/main.js', import.meta.url);

/** What the services stand on: all of it our own. */
export interface Engines {
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  readonly brokers: readonly string[];
  /** The pid of each as it runs now. */
  pids(): Record<string, number>;
}

/** Starts Kafka, PostgreSQL and the event-store node. @throws StartupProblem, or that it was told to end */
export async function startEngines({ dataDir, told, started, ...tell }: Starting): Promise<Engines> {
  const { log, onRestart } = tell;
  told.throwIfAborted();
  const kafka = await keepEngine({
    name: 'Kafka',
    start: (onExit) => startKafka({ dataDir, log, onExit }),
    startAgain: ({ port }, onExit) => startKafka({ dataDir, port, log, onExit }),
    log,
    onRestart,
  });
  started.push(() => kafka.stop());
  told.throwIfAborted();
  const postgres = await keepEngine({
    name: 'PostgreSQL',
    start: (onExit) => startPostgres({ dataDir, log, onExit }),
    startAgain: ({ port }, onExit) => startPostgres({ dataDir, port, log, onExit }),
    log,
    onRestart,
  });
  started.push(() => postgres.stop());
  told.throwIfAborted();
  const { url: postgresUrl } = postgres.first;
  const node = await startEventStoreNodeProcess({ entry: eventStoreNode, postgresUrl, ...tell });
  started.push(() => node.stop());
  told.throwIfAborted();
  return {
    postgresUrl,
    eventStoreUrl: node.url,
    brokers: kafka.first.brokers,
    pids: () => {
      const pid = node.pid();
      return { kafka: kafka.pid(), postgres: postgres.pid(), ...(pid && { 'event-store': pid }) };
    },
  };
}
