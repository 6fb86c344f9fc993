import { backOff, type Backoff } from '@kompass/event-store';
import { Session } from '@kompass/read-store';

export interface SingleActiveOptions {
  readonly backoff?: Backoff;
  /** Told of every failure, before it is tried again. */
  readonly onFailure?: (problem: string, error: unknown) => void;
}

/** Works until `signal` is aborted, writing by `session`, which holds the lock; calls `progressed` while all is well. */
export type Work = (session: Session, signal: AbortSignal, progressed: () => void) => Promise<void>;

/**
 * Work without end that one process at a time does, under the advisory lock `name`. A failure is told, shown as the
 * `problem` until there is progress again or another process does it, and tried again for ever.
 */
export class SingleActive {
  readonly #stopping = new AbortController();
  readonly #backoff: Backoff;
  readonly #onFailure: (problem: string, error: unknown) => void;
  #running: Promise<void> | undefined;
  #problem: string | undefined;

  constructor(
    private readonly url: string,
    readonly name: string,
    private readonly work: Work,
    { backoff = { firstMs: 50, mostMs: 10_000 }, onFailure = () => undefined }: SingleActiveOptions = {},
  ) {
    this.#backoff = backoff;
    this.#onFailure = onFailure;
  }

  /** Why it does not go on, in one line; for readiness. */
  get problem(): string | undefined {
    return this.#problem;
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  /** Resolves when it has stopped and let go of the lock. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error(`${this.name} is stopping`));
    await this.#running;
  }

  async #run(stopping: AbortSignal): Promise<void> {
    let failures = 0;
    const progressed = (): void => {
      failures = 0;
      this.#problem = undefined;
    };
    while (!stopping.aborted) {
      try {
        await this.#turn(stopping, progressed);
      } catch (error) {
        if (stopping.aborted) return;
        failures += 1;
        this.#problem = `${this.name}: ${error instanceof Error ? error.message : String(error)}`;
        this.#onFailure(this.#problem, error);
        await backOff(this.#backoff, failures, stopping);
      }
    }
  }

  async #turn(stopping: AbortSignal, progressed: () => void): Promise<void> {
    const session = await Session.open(this.url, this.name);
    try {
      if (!(await session.tryLock(this.name))) {
        this.#problem = undefined; // what the one that works has to say, it says itself
        if (!(await session.lock(this.name, stopping))) return;
      }
      await this.work(session, AbortSignal.any([stopping, session.lost]), progressed);
    } finally {
      await session.close();
    }
  }
}

/** `promise`, but no longer than until `signal` is aborted. */
export async function until<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
