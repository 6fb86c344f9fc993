import { backOff, formatPosition, type LogItem } from '@kompass/event-store';
import { Logger } from '@nestjs/common';
import { followInBatches } from './batches.js';
import { Checkpoints, Overtaken, type Halt } from './checkpoint.js';
import { Generation, Halted } from './generation.js';
import { batchSize, prefixesOf, type AnyProjection, type ProjectionEnvironment } from './projection.js';
import { Session } from './session.js';

export const projectionStates = [
  'starting',
  'catching-up',
  'live',
  'standby',
  'retrying',
  'halted',
  'stopped',
] as const;

/**
 * - `starting`, `catching-up`: readers see an older state than the log's
 * - `live`: what is appended is applied at once
 * - `standby`: another process runs it
 * - `retrying`: PostgreSQL or the log fails; it is tried again by itself
 * - `halted`: it met an event that this version cannot apply, and waits for a restart or a rebuild
 */
export type ProjectionState = (typeof projectionStates)[number];

export interface ProjectionStatus {
  readonly name: string;
  readonly state: ProjectionState;
  /** Everything up to here is applied, `<commit>-<prepare>`; known while this process runs it. */
  readonly position?: string;
  /** When the oldest event happened that it has in hand and has not applied yet: ISO 8601, UTC. */
  readonly behindSince?: string;
  /** Why it is halted or retrying. */
  readonly problem?: Halt;
}

/** Between tries, in milliseconds. */
const pauses = { firstMs: 100, mostMs: 5_000 };

/** The advisory lock of the one who writes a projection. */
export function writerLock(schema: string, { name }: AnyProjection): string {
  return `kompass:projection:${schema}.${name}`;
}

/**
 * Keeps one projection up to date for as long as it runs. Of all processes one does, by advisory lock; it follows the
 * log after the checkpoint, and rows and checkpoint move in one transaction.
 */
export class ProjectionRunner {
  readonly #logger: Logger;
  readonly #checkpoints: Checkpoints;
  #status: Pick<ProjectionStatus, 'state' | 'problem'> = { state: 'stopped' };
  #generation: Generation | undefined;
  #inHand: string | undefined;
  #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly environment: ProjectionEnvironment,
    readonly projection: AnyProjection,
  ) {
    const { schema } = environment.store;
    this.#logger = new Logger(`${schema}.${projection.name}`);
    this.#checkpoints = new Checkpoints(schema);
  }

  get status(): ProjectionStatus {
    const position = this.#generation?.position;
    const { name } = this.projection;
    return {
      name,
      ...this.#status,
      ...(position && { position: formatPosition(position) }),
      ...(this.#inHand && { behindSince: this.#inHand }),
    };
  }

  /** Starts it; one that has halted tries again. */
  start(): void {
    if (this.#running) return;
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal).finally(() => (this.#running = undefined));
  }

  /** Ends after the batch that is being written. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(stop: AbortSignal): Promise<void> {
    this.#become('starting');
    for (let failures = 0; !stop.aborted; failures += 1) {
      try {
        await this.#lead(stop, () => (failures = 0));
      } catch (error) {
        if (error instanceof Halted) return this.#halt(error.halt);
        this.#become('retrying', { message: String(error) });
        this.#logger.warn(`tries again: ${String(error)}`);
        await backOff(pauses, failures + 1, stop);
      } finally {
        this.#generation = undefined;
        this.environment.store.left(this.projection);
      }
    }
    this.#become('stopped');
  }

  /** From getting the lock to losing it. */
  async #lead(stop: AbortSignal, onProgress: () => void): Promise<void> {
    const { store, url } = this.environment;
    const session = await Session.open(url, `kompass-${store.schema}-${this.projection.name}`);
    try {
      const lock = writerLock(store.schema, this.projection);
      if (!(await session.tryLock(lock))) {
        this.#become('standby');
        this.#inHand = undefined;
        const until = AbortSignal.any([stop, session.lost]);
        await session.lock(lock, until);
        session.lost.throwIfAborted();
      }
      while (!stop.aborted) await this.#follow(session, stop, onProgress);
    } finally {
      await session.close();
    }
  }

  /** Follows the log until stopped, or until a rebuild has put another generation in the place of this one. */
  async #follow(session: Session, stop: AbortSignal, onProgress: () => void): Promise<void> {
    const { store, log, logId } = this.environment;
    const checkpoint = await this.#checkpoints.takeOver(session, this.projection.name, log, logId);
    const generation = new Generation(session, store.schema, this.projection, checkpoint);
    this.#generation = generation;
    this.#become('catching-up');
    const after = generation.position;
    store.passed(this.projection, after);
    const signal = AbortSignal.any([stop, session.lost]);
    const options = { prefixes: prefixesOf([this.projection]), signal, ...(after ? { after } : {}) };
    try {
      for await (const items of followInBatches(log, options, batchSize)) {
        this.#inHand = items.find((item) => item.kind === 'event')?.event.metadata.at;
        await generation.apply(items);
        this.#inHand = undefined;
        this.#tell(items);
        store.passed(this.projection, generation.position);
        if (items.some(({ kind }) => kind === 'caught-up')) this.#become('live');
        onProgress();
      }
      session.lost.throwIfAborted();
    } catch (error) {
      if (error instanceof Overtaken) return;
      if (!(error instanceof Halted)) throw error;
      // What has replaced this generation meets the event itself.
      if (await this.#checkpoints.halt(session, checkpoint, error.halt)) throw error;
    }
  }

  /** On whose behalf: who follows a request through the logs finds here that readers see it. */
  #tell(items: readonly LogItem[]): void {
    const events = items.flatMap((item) => (item.kind === 'event' ? [item.event.metadata] : []));
    const correlationIds = [...new Set(events.map(({ correlationId }) => correlationId))];
    if (events.length > 0)
      this.#logger.debug({ msg: 'events applied', events: events.length, correlationIds });
  }

  #become(state: ProjectionState, problem?: Halt): void {
    this.#status = problem ? { state, problem } : { state };
  }

  #halt(halt: Halt): void {
    this.#become('halted', halt);
    const { event } = halt;
    const where = event
      ? `${event.type} (${event.id}), revision ${event.revision} of ${event.stream}`
      : 'its table';
    this.#logger.error(`halted at ${where}: ${halt.message}`);
  }
}
