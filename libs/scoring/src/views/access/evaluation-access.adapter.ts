import { Injectable } from '@nestjs/common';
import type { Reader } from '@kompass/http';
import type { EvaluationVisibility } from '@kompass/identity';
import { Rejected } from '@kompass/kernel';
import { ReadStore } from '@kompass/read-store';
import { accessProjection } from './access.projection.js';
import { readingOf, type Reading } from './reading.query.js';

/** Holds readers against the access view. */
@Injectable()
export class EvaluationAccess implements EvaluationVisibility {
  constructor(private readonly store: ReadStore) {}

  async readingOf(reader: Reader, id: string): Promise<Reading> {
    const [access] = await this.store.select(accessProjection, 'evaluation_id = $1', [id]);
    return readingOf(reader, access);
  }

  async maySee(reader: Reader, id: string): Promise<boolean> {
    return (await this.readingOf(reader, id)) !== 'nothing';
  }

  /**
   * What the reader sees of an evaluation; at least the work itself where `least` says so.
   *
   * @throws Rejected `evaluation-unknown`
   */
  async demand(reader: Reader, id: string, least: Exclude<Reading, 'nothing'>): Promise<Reading> {
    const reading = await this.readingOf(reader, id);
    if (reading === 'working' || reading === least) return reading;
    throw new Rejected('evaluation-unknown');
  }
}
