import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { backOff } from '@kompass/event-store';
import { isAlive } from './postgres/boot.js';

export interface SupervisionOptions {
  /** As sentences begin with it: `the event-store node`. */
  readonly name: string;
  /** Starts it again, as it was started first; resolves when it is ready. `stopped` ends it at any time. */
  readonly launch: (stopped: AbortSignal) => Promise<ChildProcess>;
  /** Ends the first start. */
  readonly told?: AbortSignal | undefined;
  /** How long one that keeps dying is started again and again before it is given up; a minute if absent. */
  readonly patienceMs?: number | undefined;
  /** Told in a sentence what is worth knowing. */
  readonly log?: ((message: string) => void) | undefined;
  /** Told when it, having died, runs again: as another process. */
  readonly onRestart?: (() => void) | undefined;
  /** Told when it has ended for good although nobody stopped it. */
  readonly onExit?: ((message: string) => void) | undefined;
}

/** A process that is started again when it dies. */
export interface Supervised {
  /** Of the process as it runs now. */
  readonly pid: () => number | undefined;
  /** Ends it and waits until it has ended; a second call waits for the first. */
  stop(): Promise<void>;
}

/** What is waited before it is started again: longer each time, until it has run for `steadyMs`. */
const restarts = { firstMs: 50, mostMs: 2_000, steadyMs: 5_000 };

/**
 * Starts a process and keeps it running.
 *
 * @throws what the first `launch` throws
 */
export async function supervise({
  name,
  launch,
  told,
  patienceMs = 60_000,
  log,
  onRestart,
  onExit,
}: SupervisionOptions): Promise<Supervised> {
  const stopped = new AbortController();
  const { signal } = stopped;
  let child = await launch(told ? AbortSignal.any([signal, told]) : signal);

  const supervision = (async () => {
    let begun = Date.now();
    let trouble = { since: begun, deaths: 0 };
    for (;;) {
      if (isAlive(child)) await once(child, 'exit');
      if (signal.aborted) return;
      const now = Date.now();
      if (now - begun > restarts.steadyMs) trouble = { since: now, deaths: 0 };
      if (now - trouble.since > patienceMs) return onExit?.(`${name} keeps dying: see above`);
      log?.(`${name} has died and is started again`);
      trouble.deaths += 1;
      await backOff(restarts, trouble.deaths, signal);
      if (signal.aborted) return;
      const next = await launch(signal).catch((error: Error) => error.message);
      begun = Date.now();
      if (typeof next === 'string') {
        log?.(next);
      } else {
        child = next;
        onRestart?.();
      }
    }
  })();
  return {
    pid: () => child.pid,
    stop: () => {
      stopped.abort();
      return supervision;
    },
  };
}
