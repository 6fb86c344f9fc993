import type { Position } from '@kompass/event-store';
import type { AnyProjection } from './projection.js';
import type { ReadStore } from './read-store.js';

/**
 * Changes under a rule that binds many streams and that none of them can hold alone: no two municipalities have one
 * number. They are made one by one, in all processes together: the view is asked, the change appended, and the next
 * let in once the view shows it. Where the view is more than two seconds behind, the next is let in all the same.
 */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: ReadStore,
    private readonly view: Pick<AnyProjection, 'name'>,
  ) {}

  /** Makes a change in its turn: the view is asked, and the change appended, by `append`. */
  change<Answer extends { readonly position: Position | undefined }>(
    append: () => Promise<Answer>,
  ): Promise<Answer> {
    const turn = this.#last.then(() => this.#alone(append));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #alone<Answer extends { readonly position: Position | undefined }>(
    append: () => Promise<Answer>,
  ): Promise<Answer> {
    const { dataSource, schema } = this.store;
    const session = dataSource.createQueryRunner();
    try {
      const lock = `kompass:one-by-one:${schema}.${this.view.name}`;
      await session.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lock]);
      const answer = await append();
      if (answer.position) await this.store.waitFor(this.view, answer.position);
      return answer;
    } finally {
      await session.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
      await session.release();
    }
  }
}
