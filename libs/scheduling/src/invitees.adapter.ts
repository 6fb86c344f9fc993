import { own } from '@kompass/kernel';
import { ReadStore } from '@kompass/read-store';
import { Injectable } from '@nestjs/common';
import type { Schedule } from './domain/schedule.js';

/** What is known of somebody who is invited to be interviewed. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The people invited by name, in a table of their own and nowhere else: events know them by id. */
@Injectable()
export class Invitees {
  constructor(private readonly store: ReadStore) {}

  /** Does nothing for an id that is there already, or was erased. */
  async keep(evaluation: string, invitee: string, { name, email }: Person): Promise<void> {
    await this.store.dataSource.query(
      `INSERT INTO scheduling.invitee (evaluation_id, invitee_id, name, email) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [evaluation, invitee, name, email],
    );
  }

  /** Leaves the id, so that nothing comes back under it. */
  async erase(evaluation: string, invitee: string): Promise<void> {
    await this.store.dataSource.query(
      `INSERT INTO scheduling.invitee (evaluation_id, invitee_id) VALUES ($1, $2)
       ON CONFLICT (evaluation_id, invitee_id) DO UPDATE SET name = NULL, email = NULL`,
      [evaluation, invitee],
    );
  }

  /** Those of the `invited` who are not erased, by id: also where a crash has left what an event says is gone. */
  async of(evaluation: string, invited: Schedule['invitees']): Promise<ReadonlyMap<string, Person>> {
    const rows = await this.store.dataSource.query<(Person & { readonly id: string })[]>(
      `SELECT invitee_id AS id, name, email FROM scheduling.invitee
        WHERE evaluation_id = $1 AND name IS NOT NULL`,
      [evaluation],
    );
    const shown = rows.filter(({ id }) => own(invited, id)?.erased === false);
    return new Map(shown.map(({ id, ...person }) => [id, person]));
  }
}
