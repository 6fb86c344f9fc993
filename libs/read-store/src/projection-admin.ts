import { Rejected } from '@kompass/kernel';
import { Injectable, Logger } from '@nestjs/common';
import type { ContextProjections } from './context-projections.js';
import type { AnyProjection } from './projection.js';
import type { RebuildOptions, RebuildOutcome } from './rebuild.js';

/** A projection as an administrator sees it, whichever process runs it. */
export interface ProjectionReport {
  /** `<context>.<projection>` */
  readonly name: string;
  /** The schema of its context. */
  readonly context: string;
  /** `building`: some process rebuilds it, or this one will when it comes to it, while readers keep what they have. */
  readonly state: 'live' | 'building' | 'halted';
  readonly generation: number;
  /** `<commit>-<prepare>`; `null` before the first event. */
  readonly position: string | null;
  /** Why it halted. */
  readonly error: string | null;
  /** Of the rebuild, in events. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** What the last rebuild came to, also where it came to nothing; `null` where another process did it. */
  readonly rebuilt: RebuildOutcome | null;
}

interface Chosen {
  readonly context: ContextProjections;
  readonly projections: readonly AnyProjection[];
}

/** Lists and rebuilds the projections of every context in this process. */
@Injectable()
export class ProjectionAdmin {
  readonly #logger = new Logger('Rebuild');
  readonly #contexts: ContextProjections[] = [];
  readonly #rebuilt = new Map<string, RebuildOutcome>();
  /** Being rebuilt, or about to be. */
  readonly #underWay = new Set<string>();

  /** For a context: puts its projections under administration, by the name of the context and their own. */
  add(context: ContextProjections): void {
    this.#contexts.push(context);
    this.#contexts.sort((a, b) => (a.schema < b.schema ? -1 : 1));
    const names = this.#contexts.flatMap((context) =>
      chosenNames({ context, projections: context.projections }),
    );
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`two projections have the name ${twice}`);
  }

  /** The runners of this process, for readiness and metrics. */
  statuses(): ContextProjections['statuses'] {
    return this.#contexts.flatMap((context) =>
      context.statuses.map((status) => ({ ...status, name: nameIn(context, status) })),
    );
  }

  async list(): Promise<readonly ProjectionReport[]> {
    const reports = this.#contexts.flatMap((context) =>
      context.projections.map((projection) => this.#report(context, projection)),
    );
    return Promise.all(reports);
  }

  /**
   * Rebuilds one projection, or `all` (the log is read once a context), and answers when readers see the new rows.
   *
   * @throws Rejected `projection-unknown`, `rebuild-running`
   */
  async rebuild(name: string, options: RebuildOptions = {}): Promise<readonly RebuildOutcome[]> {
    const chosen = this.#choose(name);
    const names = chosen.flatMap(chosenNames);
    const running = names.find((each) => this.#underWay.has(each));
    if (running) throw new Rejected('rebuild-running', { value: running });
    for (const each of names) this.#underWay.add(each);
    const outcomes: RebuildOutcome[] = [];
    try {
      for (const { context, projections } of chosen) {
        const rebuilt = (await context.rebuild(projections, options)).map((outcome): RebuildOutcome => ({
          ...outcome,
          name: nameIn(context, outcome),
        }));
        rebuilt.forEach((outcome) => this.#conclude(outcome));
        outcomes.push(...rebuilt);
      }
      return outcomes;
    } catch (error) {
      const halt = { message: String(error) };
      for (const each of names)
        if (this.#underWay.has(each)) this.#conclude({ name: each, rebuilt: false, halt });
      throw error;
    }
  }

  /**
   * The same, but answers the names as soon as it has begun; `list` shows how it goes on.
   *
   * @throws Rejected `projection-unknown`, `rebuild-running`
   */
  async start(name: string): Promise<readonly string[]> {
    const names = this.#choose(name).flatMap(chosenNames);
    await new Promise<void>((begun, failed) => {
      const rebuilding = this.rebuild(name, { onProgress: () => begun() });
      rebuilding.then(() => begun(), failed);
      rebuilding.catch((error: unknown) => this.#logger.error(`rebuild of ${name} failed: ${String(error)}`));
    });
    return names;
  }

  #conclude(outcome: RebuildOutcome): void {
    this.#underWay.delete(outcome.name);
    this.#rebuilt.set(outcome.name, outcome);
    this.#logger.log(summaryOf(outcome));
  }

  #choose(name: string): readonly Chosen[] {
    const chosen = this.#contexts.map((context) => ({
      context,
      projections: context.projections.filter((each) => name === 'all' || name === nameIn(context, each)),
    }));
    const some = chosen.filter(({ projections }) => projections.length > 0);
    if (some.length === 0) throw new Rejected('projection-unknown', { value: name });
    return some;
  }

  async #report(context: ContextProjections, projection: AnyProjection): Promise<ProjectionReport> {
    const progress = context.progressOf(projection.name);
    // Asked before the generation: what is seen as built no longer has risen already.
    const isBuilding =
      this.#underWay.has(nameIn(context, projection)) || (await context.isRebuilding(projection));
    const summary = (await context.summaryOf(projection.name)) ?? {
      generation: 0,
      position: null,
      error: null,
    };
    const name = nameIn(context, projection);
    const settled = summary.error === null ? 'live' : 'halted';
    const rebuilt = this.#rebuilt.get(name);
    const isSuperseded = rebuilt?.rebuilt === true && rebuilt.generation !== summary.generation;
    return {
      name,
      context: context.schema,
      state: isBuilding ? 'building' : settled,
      ...summary,
      progress: progress ? { done: progress.events, total: progress.total } : null,
      rebuilt: rebuilt && !isSuperseded ? rebuilt : null,
    };
  }
}

/** What a projection is called outside its context. */
function nameIn({ schema }: ContextProjections, { name }: { readonly name: string }): string {
  return `${schema}.${name}`;
}

function chosenNames({ context, projections }: Chosen): readonly string[] {
  return projections.map((projection) => nameIn(context, projection));
}

function summaryOf(outcome: RebuildOutcome): string {
  if (!outcome.rebuilt) return `${outcome.name} was not rebuilt: ${outcome.halt.message}`;
  const { gone, new: added, changed } = outcome.difference;
  return `${outcome.name} was rebuilt: ${gone.count} rows gone, ${added.count} new, ${changed.count} changed`;
}
