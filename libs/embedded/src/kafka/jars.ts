import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lock } from '../lock.js';
import { StartupProblem } from '../startup-problem.js';

const execute = promisify(execFile);

const oldestJava = 17;
const wanting = 'Kafka needs Java 17 and Maven';

/** What a JVM needs to run the broker. */
export interface JavaProgram {
  readonly java: string;
  readonly classPath: string;
}

/**
 * The broker as a program of Java; its jars are fetched from Maven Central at the first use, beside `pom.xml`.
 *
 * @throws StartupProblem when Java or Maven is missing, or Maven fails
 */
export async function kafkaProgram(log: (message: string) => void = () => undefined): Promise<JavaProgram> {
  await checkJava();
  return { java: 'java', classPath: join(await jarFolder(log), '*') };
}

async function checkJava(): Promise<void> {
  // It answers on standard error: `openjdk version "17.0.15" 2025-04-15`.
  const { stderr } = await execute('java', ['-version']).catch(() => ({ stderr: '' }));
  const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (major === 0) throw new StartupProblem(`${wanting}: no java was found`);
  if (major < oldestJava) throw new StartupProblem(`${wanting}: java is of version ${major}`);
}

/** A folder a `pom.xml`: another one, another set of jars. */
async function jarFolder(log: (message: string) => void): Promise<string> {
  const pom = await findPom(dirname(fileURLToPath(import.meta.url)));
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex');
  const shelf = join(dirname(pom), 'jars');
  const folder = join(shelf, digest.slice(0, 12));
  await mkdir(shelf, { recursive: true });
  while (!(await exists(folder))) {
    const release = await lock(shelf, 'fetch').catch((error: unknown) => {
      if (!(error instanceof StartupProblem)) throw error;
    });
    if (!release) {
      await delay(200); // somebody else is fetching them
      continue;
    }
    try {
      if (!(await exists(folder))) await fetchJars(pom, folder, log);
    } finally {
      await release();
    }
  }
  return folder;
}

/** `deploy/kafka/pom.xml`, above the source as above what is built of it. */
async function findPom(from: string): Promise<string> {
  const pom = join(from, 'deploy', 'kafka', 'pom.xml');
  if (await exists(pom)) return pom;
  if (dirname(from) === from)
    throw new StartupProblem('deploy/kafka/pom.xml is not there: Kafka cannot be fetched');
  return findPom(dirname(from));
}

async function fetchJars(pom: string, folder: string, log: (message: string) => void): Promise<void> {
  const shelf = dirname(folder);
  for (const name of await readdir(shelf)) {
    if (name.endsWith('.new')) await rm(join(shelf, name), { recursive: true });
  }
  const draft = `${folder}.new`;
  log('fetching Kafka from Maven Central, once');
  const goal = 'dependency:copy-dependencies';
  const args = ['-q', '-B', '-f', pom, goal, '-DincludeScope=runtime', `-DoutputDirectory=${draft}`];
  await execute('mvn', args).catch((error: NodeJS.ErrnoException & { stdout?: string }) => {
    if (error.code === 'ENOENT') throw new StartupProblem(`${wanting}: no mvn was found`);
    const reason = /^\[ERROR\] (.+)$/m.exec(error.stdout ?? '')?.[1] ?? error.message;
    throw new StartupProblem(`Maven does not fetch Kafka: ${reason}`);
  });
  await rename(draft, folder);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
