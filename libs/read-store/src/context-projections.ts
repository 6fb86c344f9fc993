import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { Checkpoints, type CheckpointSummary } from './checkpoint.js';
import { ProjectionRunner, type ProjectionStatus } from './projection-runner.js';
import type { AnyProjection, ProjectionEnvironment } from './projection.js';
import { rebuild, type RebuildOptions, type RebuildOutcome, type RebuildProgress } from './rebuild.js';
import { isRebuilding, sweepAfterCrash } from './sweep.js';

/** The projections of one context: their runners live as long as the application, their rebuilds at most as long. */
export class ContextProjections
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  readonly #runners: readonly ProjectionRunner[];
  readonly #checkpoints: Checkpoints;
  readonly #rebuilds = new Set<Promise<unknown>>();
  readonly #progress = new Map<string, RebuildProgress>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly environment: ProjectionEnvironment,
    readonly projections: readonly AnyProjection[],
  ) {
    this.#checkpoints = new Checkpoints(environment.store.schema);
    this.#runners = projections.map((projection) => new ProjectionRunner(environment, projection));
  }

  get schema(): string {
    return this.environment.store.schema;
  }

  /** @throws ForeignCheckpoint which keeps the application from starting */
  async onApplicationBootstrap(): Promise<void> {
    const { store, url, log, logId } = this.environment;
    for (const { name } of this.projections) {
      const checkpoint = await this.#checkpoints.current(store.dataSource, name);
      if (checkpoint) await this.#checkpoints.verify(checkpoint, log, logId);
    }
    await sweepAfterCrash(url, this.schema, this.projections);
    for (const runner of this.#runners) runner.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort(new Error('the application ends'));
    await Promise.all([...this.#rebuilds, ...this.#runners.map((runner) => runner.stop())]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.environment.store.dataSource.destroy();
  }

  /** How the runners of this process are, and its rebuilds. */
  get statuses(): readonly (ProjectionStatus & { readonly rebuilding?: RebuildProgress })[] {
    return this.#runners.map(({ status }) => {
      const rebuilding = this.#progress.get(status.name);
      return { ...status, ...(rebuilding && { rebuilding }) };
    });
  }

  /** How far a rebuild in this process has come. */
  progressOf(name: string): RebuildProgress | undefined {
    return this.#progress.get(name);
  }

  /** Whether a process rebuilds it, this one or another. */
  isRebuilding(projection: AnyProjection): Promise<boolean> {
    return isRebuilding(this.environment.store.dataSource, this.schema, projection);
  }

  summaryOf(name: string): Promise<CheckpointSummary | undefined> {
    return this.#checkpoints.describe(this.environment.store.dataSource, name);
  }

  /** Rebuilds some of the projections, and wakes their runners should they have halted. */
  async rebuild(
    projections: readonly AnyProjection[],
    { onProgress, signal }: RebuildOptions,
  ): Promise<readonly RebuildOutcome[]> {
    const names = projections.map(({ name }) => name);
    const running = rebuild(this.environment, projections, {
      signal: AbortSignal.any([this.#stopping.signal, ...(signal ? [signal] : [])]),
      onProgress: (progress) => {
        for (const name of names) this.#progress.set(name, progress);
        onProgress?.(progress);
      },
    });
    const ended = running
      .catch(() => undefined)
      .finally(() => {
        for (const name of names) this.#progress.delete(name);
        this.#rebuilds.delete(ended);
      });
    this.#rebuilds.add(ended);
    const outcomes = await running;
    if (!this.#stopping.signal.aborted) this.#runners.forEach((runner) => runner.start());
    return outcomes;
  }
}
