import { randomUUID } from 'node:crypto';
import type { Position } from '@eventstore/db-client';
import { routes } from '@kompass/contracts';
import { bundledInstruments } from '@kompass/instrument';
import type { EngineEvent } from './engine.js';
import type { Kompass } from './kompass.js';
import { proposalsOf } from './scoring.js';

const { '2.1': instrument } = bundledInstruments();

/** How many events one append of the filling carries: well below the store's limit of 1 MiB. */
const perAppend = 400;

/**
 * Fills logs with evaluations that are copies of one that happened through the interface, so that every event has the
 * shape of a real one; the chain of hashes is the only thing that does not hold.
 */
export class Filling {
  private constructor(
    private readonly kompass: Kompass,
    private readonly opening: readonly EngineEvent[],
    private readonly course: readonly EngineEvent[],
  ) {}

  /** Makes the evaluation that is copied: all proposals of both assessors, and every agreement on which they are one. */
  static async of(kompass: Kompass): Promise<Filling> {
    const id = 'copied';
    const params = { id };
    await kompass.open(id);
    await kompass.lead.call(routes.proposeScores, { params, body: { items: proposalsOf('assessor-a') } });
    await kompass.assessor.call(routes.proposeScores, { params, body: { items: proposalsOf('assessor-b') } });
    for (const area of instrument.areas) {
      const request = { params: { id, areaId: area.id }, body: { rule: 'equal' as const } };
      await kompass.lead.call(routes.agreeArea, request);
    }
    const events = await kompass.engine.read(`evaluation-${id}`);
    const begins = events.findIndex(({ type }) => type === 'ScoreProposed');
    return new Filling(kompass, events.slice(0, begins), events.slice(begins));
  }

  /** The events of one whole evaluation. */
  get whole(): number {
    return this.opening.length + this.course.length;
  }

  /**
   * Writes so many events, in whole evaluations and the beginning of another, and waits until all views have them.
   * Answers the position of the last.
   */
  async fill(events: number): Promise<Position> {
    const evaluations = Math.ceil(events / this.whole);
    const sizes = Array.from({ length: evaluations }, (_, index) =>
      Math.min(this.whole, events - index * this.whole),
    );
    return this.#write(sizes.map((size, index) => [`filled-${index}`, size]));
  }

  /** Writes evaluations of so many events each, and waits until all views have them. */
  async evaluations(ids: readonly string[], events: number): Promise<void> {
    await this.#write(ids.map((id) => [id, events]));
  }

  async #write(evaluations: readonly (readonly [id: string, events: number])[]): Promise<Position> {
    let last: Position | undefined;
    for (const [id, events] of evaluations) last = await this.#evaluation(id, events);
    if (!last) throw new RangeError('nothing to fill a log with');
    await this.kompass.settled(last);
    return last;
  }

  /** Where one copy is too short, its assessors propose and agree again. */
  async #evaluation(id: string, events: number): Promise<Position | undefined> {
    let last: Position | undefined;
    for (let revision = 0; revision < events; revision += perAppend) {
      const count = Math.min(perAppend, events - revision);
      const chunk = Array.from({ length: count }, (_, index) => this.#event(revision + index));
      last = await this.kompass.engine.append(`evaluation-${id}`, revision - 1, chunk);
    }
    return last;
  }

  /** The event at a revision of a copy: of a command of its own. */
  #event(revision: number): EngineEvent {
    const { opening, course } = this;
    const event = opening[revision] ?? course[(revision - opening.length) % course.length]!;
    const { type, data, metadata } = event;
    return { type, data, metadata: { ...(metadata as object), commandId: randomUUID() } };
  }
}
