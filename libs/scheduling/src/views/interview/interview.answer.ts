import type { Interview as ShownInterview } from '@kompass/contracts';
import type { Opened } from '@kompass/event-store';
import type { Interview, Slot } from '../../domain/schedule.js';
import type { InterviewRow } from './interview.projection.js';

/** An interview as its slot has it, from the view. */
export function interviewIn(row: InterviewRow): Slot<Interview> {
  const { group_key: group, start_at: start, end_at: end, held_at, title, reason, revision, at, by } = row;
  const { status, areas, participants, room, assessors, invitees, warnings } = row;
  const value = { status, group, areas, participants, start, end, room, assessors, invitees, warnings };
  const more = {
    ...(title ? { title } : {}),
    ...(reason ? { reason } : {}),
    ...(held_at ? { heldAt: held_at } : {}),
  };
  return { value: { ...value, ...more }, revision, at, by };
}

/** An interview as the interface shows it, with the names of those invited who are not erased; its texts are opened before. */
export function shownInterview(
  { title, reason, heldAt, areas, assessors, invitees, warnings, ...interview }: Opened<Interview>,
  names: ReadonlyMap<string, { readonly name: string }>,
): Omit<ShownInterview, 'id' | 'revision' | 'at' | 'by'> {
  return {
    ...interview,
    areas: [...areas],
    title: title ?? null,
    assessors: [...assessors],
    invitees: invitees.map((id) => ({ id, name: names.get(id)?.name ?? null })),
    warnings: [...warnings],
    reason: reason ?? null,
    heldAt: heldAt ?? null,
  };
}
