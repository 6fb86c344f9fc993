import {
  createInstallationKeys,
  keysOf,
  startEventStoreNodeProcess,
  startKafka,
  startPostgres,
} from '@kompass/embedded';
import type { InstallationKeys } from '@kompass/embedded';
import type { Workbench } from './workbench.js';

const eventStoreNode = new URL('../apps/event-store-node/src/main.js', import.meta.url);

/** What services stand on, and nothing on it yet. */
export interface Engines {
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  readonly brokers: readonly string[];
  readonly keys: InstallationKeys;
  /** Folder of the keys. */
  readonly keysDir: string;
}

/** Starts a Kafka, a PostgreSQL and an event-store node, as a cluster does. */
export async function startEngines(workbench: Workbench): Promise<Engines> {
  const dataDir = workbench.folder();
  const { brokers } = workbench.keep(await startKafka({ dataDir }));
  const { url: postgresUrl } = workbench.keep(await startPostgres({ dataDir }));
  const node = workbench.keep(await startEventStoreNodeProcess({ entry: eventStoreNode, postgresUrl }));
  const keysDir = keysOf(dataDir);
  const keys = await createInstallationKeys(keysDir);
  return { postgresUrl, eventStoreUrl: node.url, brokers, keys, keysDir };
}
