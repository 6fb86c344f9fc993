import { Injectable } from '@nestjs/common';
import type { Reader } from '@kompass/http';
import type { EvaluationVisibility } from '@kompass/identity';
import { Rejected } from '@kompass/kernel';
import { ReadStore } from '@kompass/read-store';
import { accessProjection, type AccessRow } from './access.projection.js';
import { visibleTo, type Reading, type Visible } from './visible-to.query.js';

/** What a reader sees of an evaluation that they may see, and what that follows from. */
export type Seen = Visible & { readonly access: AccessRow };

/** From the least to the most. */
const ladder: readonly Reading[] = ['nothing', 'published', 'draft', 'working'];

/** Holds readers against the access view. */
@Injectable()
export class EvaluationAccess implements EvaluationVisibility {
  constructor(private readonly store: ReadStore) {}

  async maySee(reader: Reader, id: string): Promise<boolean> {
    return visibleTo(reader, await this.#rowOf(id)).reading !== 'nothing';
  }

  /**
   * What the reader sees of an evaluation; at least so much.
   *
   * @throws Rejected `evaluation-unknown`
   */
  async demand(reader: Reader, id: string, least: Exclude<Reading, 'nothing'>): Promise<Seen> {
    const access = await this.#rowOf(id);
    const visible = visibleTo(reader, access);
    const enough = ladder.indexOf(visible.reading) >= ladder.indexOf(least);
    if (access && enough) return { ...visible, access };
    throw new Rejected('evaluation-unknown');
  }

  async #rowOf(id: string): Promise<AccessRow | undefined> {
    return (await this.store.select(accessProjection, 'evaluation_id = $1', [id]))[0];
  }
}
