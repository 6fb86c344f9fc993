import { comparePositions, parsePosition, type LogItem } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import {
  Checkpoints,
  ForeignCheckpoint,
  type Checkpoint,
  type EventReference,
  type Halt,
} from './checkpoint.js';
import { Generation, Halted } from './generation.js';
import type { AnyProjection, ProjectionEnvironment } from './projection.js';
import { Session } from './session.js';
import { rebuildLock, sweepLeftovers } from './sweep.js';

/** A new generation on its way, beside the one that readers see. */
export class Build {
  /** Set once this version cannot go on: the build is given up. */
  halt: Halt | undefined;
  /** The generation to be replaced, once it is held still. */
  live: Checkpoint | undefined;
  /** The last event that one has applied; `undefined` until it is held, `null` where there is none to wait for. */
  #goal: EventReference | null | undefined;

  private constructor(
    private readonly environment: ProjectionEnvironment,
    readonly projection: AnyProjection,
    readonly session: Session,
    readonly generation: Generation,
  ) {}

  /** @throws Rejected `rebuild-running` */
  static async open(environment: ProjectionEnvironment, projection: AnyProjection): Promise<Build> {
    const { url, logId } = environment;
    const { schema } = environment.store;
    const session = await Session.open(url, `kompass-${schema}-rebuild`);
    try {
      if (!(await session.tryLock(rebuildLock(schema, projection)))) {
        throw new Rejected('rebuild-running', { value: projection.name });
      }
      await sweepLeftovers(session, schema, projection);
      const checkpoint = await new Checkpoints(schema).build(session, projection.name, logId);
      const generation = new Generation(session, schema, projection, checkpoint);
      return new Build(environment, projection, session, generation);
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Applies what comes next, but nothing beyond the goal, so that both generations stand at the same event. */
  async apply(items: readonly LogItem[]): Promise<void> {
    const goal = this.#goal;
    if (this.halt || (goal !== undefined && this.passed)) return;
    const end = items.findIndex((item) => item.kind === 'event' && item.event.id === goal?.id);
    try {
      await this.generation.apply(end < 0 ? items : items.slice(0, end + 1));
    } catch (error) {
      if (!(error instanceof Halted)) throw error;
      this.halt = error.halt;
    }
  }

  /** Lets the live generation come as far as this one, should it be behind; not for long, since it may not run. */
  async awaitLive(): Promise<void> {
    const { store } = this.environment;
    const live = await new Checkpoints(store.schema).describe(store.dataSource, this.projection.name);
    const { event } = this.generation;
    if (!live || live.error !== null || !event) return;
    await store.waitFor(this.projection, parsePosition(event.position)!);
  }

  /** Sets the goal: the last event of the live generation, which must be held still from now on. */
  async aimAt(live: Checkpoint | undefined): Promise<void> {
    const { store, log, logId } = this.environment;
    this.live = live;
    this.#goal = live?.event ?? null;
    if (!live) return;
    try {
      await new Checkpoints(store.schema).verify(live, log, logId);
    } catch (error) {
      if (!(error instanceof ForeignCheckpoint)) throw error;
      this.#goal = null;
    }
  }

  /** Whether it has come as far as the live one. */
  get passed(): boolean {
    if (this.#goal === undefined) return false;
    if (this.#goal === null) return true;
    const { position } = this.generation;
    return position !== undefined && comparePositions(position, parsePosition(this.#goal.position)!) >= 0;
  }

  /** Whether both stand at the same event, so that any difference between them is one of the code. */
  get level(): boolean {
    return this.generation.event?.id === this.live?.event?.id;
  }

  /** Ends it, and removes what readers do not see: the replaced generation, or this one if it was given up. */
  async close(): Promise<void> {
    try {
      if (!this.session.lost.aborted) {
        await sweepLeftovers(this.session, this.environment.store.schema, this.projection);
      }
    } finally {
      await this.session.close();
    }
  }
}
