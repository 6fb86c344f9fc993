import { setTimeout as delay } from 'node:timers/promises';

/** A server that `startPostgres` or `startKafka` has started. */
interface Engine {
  readonly pid: number;
  stop(): Promise<void>;
}

/** An engine that is started again, where it was, when it ends. */
export interface KeptEngine<E extends Engine> {
  /** As it was started first. */
  readonly first: E;
  readonly pid: () => number;
  stop(): Promise<void>;
}

export interface KeptEngineOptions<E extends Engine> {
  readonly name: string;
  readonly start: (onExit: () => void) => Promise<E>;
  /** The engine, on the port of the first. */
  readonly startAgain: (first: E, onExit: () => void) => Promise<E>;
  readonly log: (message: string) => void;
  /** Told when it runs again: as another process. */
  readonly onRestart: () => void;
}

const retryMs = 1_000;

/** Starts an engine and keeps it running. @throws StartupProblem where it does not start at first */
export async function keepEngine<E extends Engine>({
  name,
  start,
  startAgain,
  log,
  onRestart,
}: KeptEngineOptions<E>): Promise<KeptEngine<E>> {
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const onExit = (): void => {
    if (!stopping) restarting = again();
  };
  const first = await start(onExit);
  let running = first;
  const again = async (): Promise<void> => {
    log(`${name} has died and is started again`);
    while (!stopping) {
      try {
        await running.stop(); // gives its folder back
        running = await startAgain(first, onExit);
        return onRestart();
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
        await delay(retryMs);
      }
    }
  };
  return {
    first,
    pid: () => running.pid,
    stop: async () => {
      stopping = true;
      await restarting;
      await running.stop();
    },
  };
}
