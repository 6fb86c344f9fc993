import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startOf } from './process.js';

const instance = z.object({
  pid: z.number(),
  /** When that process began (`startOf`). */
  start: z.string(),
  /** Where the HTTP API answers. */
  url: z.url(),
  postgresUrl: z.url(),
  eventStoreUrl: z.url(),
  /** Proves to the HTTP API that a request comes from somebody who may read the data folder. */
  token: z.string(),
  /** Pids of the database and the event-store node, where they are our own. */
  children: z.array(z.number()),
  /** Of a cluster: the pid of every process, by its name, and the brokers. */
  processes: z.record(z.string(), z.number()).optional(),
  brokers: z.array(z.string()).optional(),
});

/** The instance that runs on a data folder, as the CLI finds it. */
export type RunningInstance = Readonly<z.infer<typeof instance>>;

/** What the program tells of itself. */
export type Announcement = Omit<RunningInstance, 'pid' | 'start'>;

const file = (dataDir: string) => join(dataDir, 'run.json');

/** The instance that runs on `dataDir`, `undefined` when there is none. */
export async function findRunning(dataDir: string): Promise<RunningInstance | undefined> {
  const text = await readFile(file(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const found = instance.parse(JSON.parse(text));
  return startOf(found.pid) === found.start ? found : undefined;
}

/** Says in `run.json`, for the eyes of its owner only, that this process runs on `dataDir`. */
export async function announce(dataDir: string, announcement: Announcement): Promise<void> {
  const content = { pid: process.pid, start: startOf(process.pid), ...announcement };
  const draft = `${file(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file(dataDir));
}

export async function unannounce(dataDir: string): Promise<void> {
  await rm(file(dataDir), { force: true });
}
