/** How to stop what was started, the first first. */
export type Started = (() => Promise<void>)[];

/** What those are given who start processes that a program stands on, or consists of. */
export interface Starting {
  /** Where they keep their data. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** Told when one has ended for good. */
  readonly onExit: (message: string) => void;
  /** Told when one that had ended runs again, as another process. */
  readonly onRestart: () => void;
  /** Ends the start. */
  readonly told: AbortSignal;
  /** Takes how to stop what was started. */
  readonly started: Started;
}

/** Stops the last started first; one that fails keeps none of the others from being stopped. */
export async function stopAll(started: Started): Promise<void> {
  const errors: unknown[] = [];
  for (const stopOne of started.splice(0).reverse())
    await stopOne().catch((error: unknown) => errors.push(error));
  if (errors.length > 0)
    throw new AggregateError(errors, `stopping failed: ${errors.map(String).join('; ')}`);
}
