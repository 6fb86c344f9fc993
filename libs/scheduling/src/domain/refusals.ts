import { Rejected } from '@kompass/kernel';
import type { OpenedSchedule } from './course.js';
import type { Group } from './plan.js';
import type { Slot } from './schedule.js';

/** The slot has changed since its author saw it: both values, theirs as entered. @throws Rejected `stale` */
export function refuseStale(
  basedOn: number,
  yours: unknown,
  name: string,
  slot: Slot<unknown> | undefined,
): void {
  if (basedOn === (slot?.revision ?? -1)) return;
  const slots = slot ? [{ slot: name, ...slot }] : [];
  throw new Rejected('stale', { field: 'basedOn', basedOn, yours, slots });
}

/** @throws Rejected `too-many` where there are `max` already */
export function refuseMore(count: number, max: number): void {
  if (count >= max) throw new Rejected('too-many', { max });
}

/** @throws Rejected `unknown-group` */
export function groupOf(key: string, { plan }: OpenedSchedule): Group {
  const group = plan.value.groups.find((each) => each.key === key);
  if (!group) throw new Rejected('unknown-group', { field: 'group', value: key });
  return group;
}
