import type { PartialDate } from '@kompass/kernel';

/** A time in which something is valid; both days (`2017-12-31`) inclusive, a missing one is open. */
export interface Period {
  readonly from?: string;
  readonly to?: string;
}

/** Is the period valid on this date? A date known in part stands for its first day. */
export function covers(period: Period, date: PartialDate): boolean {
  const day = date + '0000-01-01'.slice(date.length);
  return (period.from ?? day) <= day && day <= (period.to ?? day);
}

/** Have the two periods a day in common? */
export function overlap(one: Period, other: Period): boolean {
  return !endsBefore(one, other) && !endsBefore(other, one);
}

function endsBefore(one: Period, other: Period): boolean {
  return one.to !== undefined && other.from !== undefined && one.to < other.from;
}

/**
 * Membership in a group of municipalities, for a time. Kinds are data; the two in use:
 * `population`, in Norway `<5000`, `5000-9999`, `>=10000` inhabitants (the report names the members of the middle
 * group; its bounds are read off them), and `kostra`, the groups of Statistics Norway.
 */
export interface Group extends Period {
  readonly kind: string;
  readonly key: string;
}

/** The key of the group of this kind on a date, `undefined` where none is known. */
export function groupOn(groups: readonly Group[], kind: string, date: PartialDate): string | undefined {
  return groups.find((group) => group.kind === kind && covers(group, date))?.key;
}
