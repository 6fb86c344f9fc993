import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, open, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { lock } from '../lock.js';
import { isAlive } from '../postgres/boot.js';
import { StartupProblem, errorCode } from '../startup-problem.js';
import { answers } from './answers.js';
import { kafkaProgram, type JavaProgram } from './jars.js';
import { notePid, stopKafkaLeftover, stopLimitMs } from './orphan.js';
import { choosePorts } from './ports.js';
import { places, portsIn, serverProperties } from './properties.js';

const execute = promisify(execFile);

/** How long a broker may take to recover and answer. */
const startLimitMs = 120_000;

export interface KafkaOptions {
  /** The data folder; the broker's lies in `kafka/` below it. Made if it is not there. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0, the default, takes the one it had before, at first any free one. */
  readonly port?: number;
  /** Told in a sentence what is worth knowing. */
  readonly log?: (message: string) => void;
  /** Told when the broker ends although nobody stopped it. */
  readonly onExit?: (message: string) => void;
}

/** A running Kafka: one node, broker and controller, without replication. For one machine, demos and tests. */
export interface Kafka {
  /** `127.0.0.1:9092` */
  readonly brokers: readonly string[];
  readonly port: number;
  readonly pid: number;
  /** Stops it in order; a second call waits for the first. */
  stop(): Promise<void>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts the Kafka of a data folder: fetches its jars and formats its folder at the first start, stops the orphan of
 * a killed run, recovers after a crash. The broker is a process of its own; when this process is killed, it lives on as
 * an orphan, which the next start stops. Resolves when it answers.
 *
 * @throws StartupProblem when Java or Maven is missing, or the folder, the port or this machine does not allow it
 */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const { log = () => undefined } = options;
  const program = await kafkaProgram(log);
  const dataDir = await existing(options.dataDir);
  const release = await lock(dataDir, 'kafka');
  try {
    const orphan = await stopKafkaLeftover(dataDir);
    if (orphan !== undefined) log(`stopped the Kafka (pid ${orphan}) that a killed run left behind`);
    const { data, properties, log: logFile } = places(dataDir);
    const before = portsIn(await readFile(properties, 'utf8').catch(() => ''));
    const ports = await choosePorts(options.port ?? 0, before);
    if (!(await isThere(data))) await format(program, dataDir);
    await writeFile(properties, serverProperties(data, ports), { mode: 0o600 });

    const { child, pid } = await launch(program, dataDir);
    const address = `127.0.0.1:${ports.broker}`;
    const end = enderOf(child, release, () => options.onExit?.(`Kafka ended unexpectedly: see ${logFile}`));
    const limit = Date.now() + startLimitMs;
    for (; !(await answers(address)); await delay(100)) {
      if (isAlive(child) && Date.now() < limit) continue;
      await end('SIGKILL');
      throw new StartupProblem(`Kafka does not start in ${data}: see ${logFile}`);
    }
    const running = { brokers: [address], port: ports.broker, pid };
    return { ...running, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  } catch (error) {
    await release();
    throw error;
  }
}

async function existing(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await realpath(dataDir);
  } catch (error) {
    throw new StartupProblem(`data folder ${dataDir} cannot be made: ${errorCode(error)}`);
  }
}

/** Makes the broker's folder beside its place and renames it, so that a kill meanwhile leaves no half of one. */
async function format({ java, classPath }: JavaProgram, dataDir: string): Promise<void> {
  const { data, properties } = places(dataDir);
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await writeFile(properties, serverProperties(draft, { broker: 1, controller: 2 }), { mode: 0o600 });
  const cluster = randomBytes(16).toString('base64url').replace(/^-/, 'A'); // would be taken for an option
  const args = ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties];
  await execute(java, args).catch((error: Error & { stderr?: string }) => {
    const reason = error.stderr?.trim().split('\n').at(-1) || error.message;
    throw new StartupProblem(`Kafka cannot make its folder ${draft}: ${reason}`);
  });
  await rename(draft, data);
}

async function launch(
  { java, classPath }: JavaProgram,
  dataDir: string,
): Promise<{ child: ChildProcess; pid: number }> {
  const { properties, log: logFile } = places(dataDir);
  const memory = ['-Xms128m', '-Xmx512m'];
  const args = [...memory, '-Dlog4j2.level=WARN', '-cp', classPath, 'kafka.Kafka', properties];
  const log = await open(logFile, 'a', 0o600);
  try {
    // A session of its own keeps Ctrl-C in the terminal away from it; `stop` ends it, in order.
    const stdio = ['ignore', log.fd, log.fd] as ['ignore', number, number];
    const child = spawn(java, args, { cwd: dataDir, detached: true, stdio });
    child.unref();
    await once(child, 'spawn');
    const pid = child.pid!;
    await notePid(dataDir, pid);
    return { child, pid };
  } finally {
    await log.close();
  }
}

/** Ends the broker by a signal, by `SIGKILL` where that takes too long, and gives its folder back. */
function enderOf(
  child: ChildProcess,
  release: () => Promise<void>,
  unexpected: () => void,
): (signal: NodeJS.Signals) => Promise<void> {
  const exited = once(child, 'exit');
  let ending: Promise<void> | undefined;
  void exited.then(() => ending ?? unexpected());
  const end = async (): Promise<void> => {
    if (isAlive(child)) {
      child.ref();
      await Promise.race([exited, delay(stopLimitMs, undefined, { ref: false })]);
      if (isAlive(child)) child.kill('SIGKILL');
      await exited;
    }
    await release();
  };
  return (signal) => {
    child.kill(signal);
    return (ending ??= end());
  };
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
