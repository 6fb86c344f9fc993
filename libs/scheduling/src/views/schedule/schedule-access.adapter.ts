import { Injectable } from '@nestjs/common';
import type { Reader } from '@kompass/http';
import type { EvaluationVisibility } from '@kompass/identity';
import { Rejected } from '@kompass/kernel';
import { ReadStore } from '@kompass/read-store';
import { readingOf } from './reading.query.js';
import { scheduleProjection, type ScheduleRow } from './schedule.projection.js';

/** A schedule of an evaluation that was heard of. */
type KnownSchedule = ScheduleRow & { readonly [Name in 'about' | 'plan']: NonNullable<ScheduleRow[Name]> };

/** Holds readers against what this context knows of who assesses an evaluation. */
@Injectable()
export class ScheduleAccess implements EvaluationVisibility {
  constructor(private readonly store: ReadStore) {}

  async maySee(reader: Reader, id: string): Promise<boolean> {
    return readingOf(reader, await this.#schedule(id)) !== 'nothing';
  }

  /** The schedule, for those who work with it or look over their shoulders. @throws Rejected `evaluation-unknown` */
  async demand(reader: Reader, id: string): Promise<KnownSchedule> {
    const schedule = await this.#schedule(id);
    if (!schedule || readingOf(reader, schedule) !== 'working') throw new Rejected('evaluation-unknown');
    return schedule as KnownSchedule;
  }

  async #schedule(id: string): Promise<ScheduleRow | undefined> {
    const [row] = await this.store.select(scheduleProjection, 'evaluation_id = $1', [id]);
    return row;
  }
}
