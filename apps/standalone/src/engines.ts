import type { Settings } from '@kompass/config';
import { reachPostgres, startEventStoreNodeProcess, startPostgres } from '@kompass/embedded';
import type { Starting } from '@kompass/service';

const eventStoreNode = new URL('../../event-store-node/src/main.js', import.meta.url);

/** What the contexts stand on: our own where the settings name no others. */
export interface Engines {
  readonly postgresUrl: string;
  readonly eventStoreUrl: string;
  /** Pids of those that are our own, as they run now. */
  children(): number[];
}

/** @throws StartupProblem, or that it was told to end */
export async function startEngines(
  { postgresUrl, eventStoreUrl }: Settings,
  { dataDir, told, started, ...tell }: Starting,
): Promise<Engines> {
  const children: (() => number | undefined)[] = [];
  told.throwIfAborted();
  if (postgresUrl === undefined) {
    const postgres = await startPostgres({ dataDir, ...tell });
    started.push(() => postgres.stop());
    children.push(() => postgres.pid);
    postgresUrl = postgres.url;
  } else {
    await reachPostgres(postgresUrl);
  }
  told.throwIfAborted();
  if (eventStoreUrl === undefined) {
    const node = await startEventStoreNodeProcess({ entry: eventStoreNode, postgresUrl, ...tell });
    started.push(() => node.stop());
    children.push(node.pid);
    eventStoreUrl = node.url;
  }
  told.throwIfAborted();
  return { postgresUrl, eventStoreUrl, children: () => children.flatMap((pid) => pid() ?? []) };
}
