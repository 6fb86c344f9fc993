import { setTimeout as delay } from 'node:timers/promises';
import { comparePositions, parsePosition, type Position } from '@kompass/event-store';
import type { DataSource } from 'typeorm';
import { Checkpoints } from './checkpoint.js';
import type { AnyProjection } from './projection.js';
import { Reader } from './reader.js';

/** How often the checkpoint of a runner in another process is looked at, in milliseconds. */
const pollMs = 20;

/** Where the runner of this process stands, for those who wait for it. */
interface Local {
  position: Position | undefined;
  readonly waiting: Set<() => void>;
}

/** The views of one context, for its controllers. */
export class ReadStore extends Reader {
  readonly #checkpoints: Checkpoints;
  readonly #local = new Map<string, Local>();

  constructor(
    readonly dataSource: DataSource,
    schema: string,
  ) {
    super(dataSource, schema);
    this.#checkpoints = new Checkpoints(schema);
  }

  /** Several reads of one moment: rows and the revision that goes with them. One after the other, on one connection. */
  snapshot<T>(read: (reader: Reader) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', (manager) =>
      read(new Reader(manager, this.schema)),
    );
  }

  /**
   * Waits until a view has applied everything up to `position` (design decision 17).
   *
   * @returns whether it has, within the time
   */
  async waitFor(
    { name }: Pick<AnyProjection, 'name'>,
    position: Position,
    timeoutMs = 2_000,
  ): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const local = this.#local.get(name);
      if (reached(local?.position, position)) return true;
      if (!local && reached(await this.#stored(name), position)) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await this.#wake(local, local ? left : Math.min(pollMs, left));
    }
  }

  /** For the runner: the view stands at `position` now. */
  passed({ name }: Pick<AnyProjection, 'name'>, position: Position | undefined): void {
    const local = this.#local.get(name) ?? { position, waiting: new Set() };
    local.position = position;
    this.#local.set(name, local);
    this.#wakeAll(local);
  }

  /** For the runner: this process does not run the view any more. */
  left({ name }: Pick<AnyProjection, 'name'>): void {
    const local = this.#local.get(name);
    this.#local.delete(name);
    if (local) this.#wakeAll(local);
  }

  async #stored(name: string): Promise<Position | undefined> {
    const position = (await this.#checkpoints.current(this.dataSource, name))?.position;
    return position ? parsePosition(position) : undefined;
  }

  async #wake(local: Local | undefined, timeoutMs: number): Promise<void> {
    const timer = new AbortController();
    const wake = () => timer.abort();
    local?.waiting.add(wake);
    await delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined);
    local?.waiting.delete(wake);
  }

  #wakeAll({ waiting }: Local): void {
    for (const wake of waiting) wake();
  }
}

function reached(position: Position | undefined, wanted: Position): boolean {
  return position !== undefined && comparePositions(position, wanted) >= 0;
}
