import type { EventCatalog } from '@kompass/event-store';
import { unreachable, type DomainEvent, type Recorded } from '@kompass/kernel';
import { sqlMigration } from './migrations.js';
import type { Projection } from './projection.js';

/** Counts in slots of a tally: one event may touch a row, two, all of a tally, or none. */
export type TallyEvent =
  | DomainEvent<'Counted', { readonly slot: string; readonly by: number }>
  | DomainEvent<'Moved', { readonly from: string; readonly to: string }>
  | DomainEvent<'Cleared', { readonly slots: readonly string[] }>
  | DomainEvent<'Noted', object>;

export interface TallyRow {
  readonly tally_id: string;
  readonly slot: string;
  /** The table takes 1,000 at most. */
  readonly count: number;
  readonly at: string;
  readonly by_actor: Readonly<Record<string, number>>;
  /** How often it was counted; a number that any repeated or lost event would show in. */
  readonly events: number;
}

export const tallyCatalog: EventCatalog<TallyEvent> = {
  category: 'tally',
  types: { Counted: true, Moved: true, Cleared: true, Noted: true },
  retired: ['Sighed'],
};

const nothing: Pick<TallyRow, 'count' | 'events' | 'by_actor'> = { count: 0, events: 0, by_actor: {} };

export const tallies: Projection<TallyEvent, TallyRow, 'tally_id' | 'slot'> = {
  name: 'tallies',
  table: 'tally',
  key: ['tally_id', 'slot'],
  columns: ['tally_id', 'slot', 'count', 'at', 'by_actor', 'events'],
  catalogs: [tallyCatalog],

  keysOf(event, { id: tally_id }) {
    switch (event.type) {
      case 'Counted':
        return [{ tally_id, slot: event.data.slot }];
      case 'Moved':
        return [...new Set([event.data.from, event.data.to])].map((slot) => ({ tally_id, slot }));
      case 'Cleared':
        return event.data.slots.map((slot) => ({ tally_id, slot }));
      case 'Noted':
        return [];
      default:
        return unreachable(event);
    }
  },

  project(row, event, { at, actor }, key) {
    const { count, events, by_actor } = row ?? nothing;
    switch (event.type) {
      case 'Counted': {
        const { by } = event.data;
        if (by < 0) throw new Error('cannot count backwards');
        const counted = { ...by_actor, [actor]: (by_actor[actor] ?? 0) + by };
        return { ...key, count: count + by, at, by_actor: counted, events: events + 1 };
      }
      case 'Moved':
        if (event.data.from === event.data.to) return row;
        return event.data.from === key.slot ? undefined : { ...key, count, at, by_actor, events: events + 1 };
      case 'Cleared':
        return undefined;
      case 'Noted':
        return row;
      default:
        return unreachable(event);
    }
  },
};

/** The table of `tallies`; a column with a clock is none of the projection's business. */
export const tallyTable = (schema: string) =>
  sqlMigration(
    'Tally1757900000000',
    `CREATE TABLE "${schema}".tally (
       generation integer     NOT NULL,
       tally_id   text        NOT NULL,
       slot       text        NOT NULL,
       count      bigint      NOT NULL CHECK (count <= 1000),
       at         timestamptz NOT NULL,
       by_actor   jsonb       NOT NULL,
       events     integer     NOT NULL,
       written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       PRIMARY KEY (generation, tally_id, slot)
     )`,
  );

export const counted = (slot: string, by = 1): TallyEvent => ({ type: 'Counted', data: { slot, by } });
export const moved = (from: string, to: string): TallyEvent => ({ type: 'Moved', data: { from, to } });
export const cleared = (...slots: string[]): TallyEvent => ({ type: 'Cleared', data: { slots } });
export const noted: TallyEvent = { type: 'Noted', data: {} };

/** The events as a stream would hold them, one second apart. */
export function inStream(...events: readonly TallyEvent[]): Recorded<TallyEvent>[] {
  return events.map((event, revision) => ({
    ...event,
    meta: { revision, at: new Date(Date.UTC(2017, 8, 1, 8, 0, revision)).toISOString(), actor: 'somebody' },
  }));
}
