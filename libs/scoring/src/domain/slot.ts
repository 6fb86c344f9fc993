import { Rejected, type DomainEvent, type Recorded } from '@kompass/kernel';

/** A value that somebody set, and where: `revision` is what `basedOn` refers to. */
export interface Slot<Value> {
  readonly value: Value;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
}

/** A slot with its name: `proposal/<indicator>/<account>`, `agreement/<indicator>` … */
export type Named<Value> = Slot<Value> & { readonly slot: string };

/** The value that an event set. */
export function slot<Value>(value: Value, { meta }: Recorded<DomainEvent>): Slot<Value> {
  return { value, revision: meta.revision, at: meta.at, by: meta.actor };
}

/** The slot has changed since its author saw it: both values, theirs as entered. */
export function stale(basedOn: number, yours: object, slots: readonly Named<unknown>[]): Rejected {
  return new Rejected('stale', { field: 'basedOn', basedOn, yours, slots });
}
