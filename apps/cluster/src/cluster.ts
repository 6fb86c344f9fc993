import { createPublicKey, randomBytes } from 'node:crypto';
import type { Settings } from '@kompass/config';
import { keysOf, openDataFolder, StartupProblem, type FolderUse } from '@kompass/embedded';
import { fingerprintOf } from '@kompass/event-store';
import { stopAll, type Started } from '@kompass/service';
import { startEngines } from './engines.js';
import { startPrograms } from './programs.js';
import { untilReady } from './until-ready.js';

/** A running Kompass of several processes, on one machine. */
export interface Cluster {
  /** Where the gateway answers. */
  readonly url: string;
  readonly dataDir: string;
  readonly postgresUrl: string;
  /** Of the key that signs the log's heads. */
  readonly fingerprint: string;
  /** Rejects with what, in one line, has ended for good. */
  readonly failed: Promise<never>;
  /** Stops everything in order, within ten seconds; a second call waits for the first. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly settings: Settings;
  readonly use: FolderUse;
  readonly told: AbortSignal;
  /** Told in a sentence what is worth knowing. */
  readonly log: (message: string) => void;
}

/**
 * Starts a Kafka, a PostgreSQL, an event-store node, the services and the gateway, each a process of its own that is
 * started again when it dies, on one data folder. What was started is stopped again where something later fails.
 *
 * @returns nothing where it was told to end before it was ready
 * @throws StartupProblem, one line for the operator
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster | undefined> {
  const started: Started = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(started));
  try {
    return { ...(await start(options, started)), stop };
  } catch (error) {
    await stop();
    if (options.told.aborted) return undefined;
    throw error;
  }
}

async function start(
  { settings, use, told, log }: ClusterOptions,
  started: Started,
): Promise<Omit<Cluster, 'stop'>> {
  refuseOthers(settings);
  const folder = await openDataFolder(settings.dataDir, use);
  started.push(() => folder.release());
  let onExit: (message: string) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    onExit = (message) => reject(new Error(message));
  });
  failed.catch(() => undefined);
  let announce = (): Promise<void> => Promise.resolve();
  const tell = {
    log,
    onExit: (message: string) => onExit(message),
    onRestart: () => void announce().catch((error: unknown) => log(String(error))),
    told,
    started,
  };
  const engines = await startEngines({ dataDir: folder.path, ...tell });
  const { postgresUrl, eventStoreUrl, brokers } = engines;
  const token = randomBytes(32).toString('base64url');
  const programs = await startPrograms({
    ...tell,
    host: settings.host,
    port: settings.port,
    dataDir: folder.path,
    env: {
      KOMPASS_POSTGRES_URL: postgresUrl,
      KOMPASS_EVENTSTORE_URL: eventStoreUrl,
      KOMPASS_KAFKA_BROKERS: brokers.join(','),
      KOMPASS_KEYS: keysOf(folder.path),
      KOMPASS_OPERATOR_TOKEN: token,
    },
  });
  const { gateway: url } = programs.urls;
  const announceNow = () => {
    const processes = { ...engines.pids(), ...programs.pids() };
    const children = Object.values(processes);
    return folder.announce({
      url,
      postgresUrl,
      eventStoreUrl,
      token,
      children,
      processes,
      brokers: [...brokers],
    });
  };
  // One after the other, since two may die at once.
  let announced = Promise.resolve();
  announce = () => (announced = announced.catch(() => undefined).then(announceNow));
  await announce();
  await untilReady(Object.values(programs.urls), { failed, told });
  const fingerprint = fingerprintOf(createPublicKey(folder.keys.publicKey));
  return { url, dataDir: folder.path, postgresUrl, fingerprint, failed };
}

/** The engines of a cluster are its own; with others the services are started one by one. */
function refuseOthers({ postgresUrl, eventStoreUrl, kafka }: Settings): void {
  const others = {
    KOMPASS_POSTGRES_URL: postgresUrl,
    KOMPASS_EVENTSTORE_URL: eventStoreUrl,
    KOMPASS_KAFKA_BROKERS: kafka,
  };
  const [named] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (named)
    throw new StartupProblem(
      `a cluster brings its own engines: unset ${named}, or start the services one by one`,
    );
}
