/** Heartbeats while work takes its time, until one fails: the partition may be somebody else's then. */
export class Pulse {
  readonly #over = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #end = (): void => this.#over.abort(this.stopping.reason);

  constructor(
    heartbeat: () => Promise<void>,
    everyMs: number,
    private readonly stopping: AbortSignal,
  ) {
    if (stopping.aborted) this.#end();
    // Not by `AbortSignal.any`: one a batch on a signal that lives as long as the process is a leak in Node 20.
    else stopping.addEventListener('abort', this.#end);
    this.#timer = setInterval(() => {
      heartbeat().catch((error: unknown) => this.#over.abort(error));
    }, everyMs);
  }

  /** Aborted when the work is to end, with the error of the heartbeat that failed or the reason of stopping. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** The work has ended. */
  stop(): void {
    clearInterval(this.#timer);
    this.stopping.removeEventListener('abort', this.#end);
  }
}
