import { createPublicKey, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Settings } from '@kompass/config';
import { openDataFolder, StartupProblem, type DataFolder, type FolderUse } from '@kompass/embedded';
import { fingerprintOf } from '@kompass/event-store';
import { createApp, createLogger } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { closeApp, listen, stopAll, type Started } from '@kompass/service';
import { StandaloneModule } from './app.module.js';
import { startEngines } from './engines.js';

/** The running program. */
export interface Standalone {
  /** Where it answers: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly dataDir: string;
  /** Of the key that signs the log's heads: what an auditor pins. */
  readonly fingerprint: string;
  readonly app: NestFastifyApplication;
  /** Rejects with what, in one line, has ended although the program cannot do without it. */
  readonly failed: Promise<never>;
  /** Stops everything that was started, in order and within five seconds; a second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts what the settings ask for: the data folder, PostgreSQL and the event-store node where no others are named,
 * and every context on top of them. What was started is stopped again where something later fails.
 *
 * @returns nothing where it was `told` to end before it was ready
 * @throws StartupProblem, one line for the operator
 */
export async function startStandalone(
  settings: Settings,
  use: FolderUse,
  told: AbortSignal,
): Promise<Standalone | undefined> {
  const started: Started = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(started));
  try {
    return { ...(await start(settings, use, told, started)), stop };
  } catch (error) {
    await stop();
    if (told.aborted) return undefined;
    throw error;
  }
}

async function start(
  settings: Settings,
  use: FolderUse,
  told: AbortSignal,
  started: Started,
): Promise<Omit<Standalone, 'stop'>> {
  const folder = await openDataFolder(settings.dataDir, use);
  started.push(() => folder.release());
  const logger = await loggerOf(settings, use, folder);
  const log = (message: string): void => logger.info(message);
  let onExit: (message: string) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    onExit = (message) => reject(new Error(message));
  });
  failed.catch((error: Error) => logger.fatal(error.message));

  let announce = (): Promise<void> => Promise.resolve();
  const engines = await startEngines(settings, {
    dataDir: folder.path,
    log,
    onExit,
    onRestart: () => void announce().catch((error: unknown) => logger.error(error)),
    told,
    started,
  });
  const { keys, path } = folder;
  const { postgresUrl, eventStoreUrl } = engines;
  const token = randomBytes(32).toString('base64url');
  const module = StandaloneModule.with({
    postgresUrl,
    eventStoreUrl,
    keys,
    sessionHours: settings.sessionHours,
    operatorToken: token,
    checkpoints: folder.checkpoints,
  });
  const app = await createApp(module, { secret: keys.secret, logger, trustProxy: settings.trustProxy }).catch(
    (error: unknown) => {
      throw mendable(error, eventStoreUrl);
    },
  );
  started.push(() => closeApp(app, log));
  told.throwIfAborted();
  const url = await listen(app, settings);
  announce = () => folder.announce({ url, postgresUrl, eventStoreUrl, token, children: engines.children() });
  await announce();
  const fingerprint = fingerprintOf(createPublicKey(keys.publicKey));
  return { url, dataDir: path, fingerprint, app, failed };
}

/** An event store that does not answer, in words that name it. */
function mendable(error: unknown, eventStoreUrl: string): unknown {
  if (!(error instanceof Rejected && error.code === 'event-store-unavailable')) return error;
  const { host } = new URL(eventStoreUrl);
  return new StartupProblem(`no event store answers at ${host}: see KOMPASS_EVENTSTORE_URL`);
}

/** The demo keeps its terminal for people and writes its log to a file. */
async function loggerOf({ logLevel }: Settings, use: FolderUse, { path }: DataFolder) {
  if (use === 'real') return createLogger(logLevel, process.stdout);
  const logs = join(path, 'logs');
  await mkdir(logs, { recursive: true });
  return createLogger(logLevel, pino.destination({ dest: join(logs, 'kompass.log'), sync: false }));
}
