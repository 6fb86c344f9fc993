import type { Reader } from '@kompass/http';
import { own } from '@kompass/kernel';
import type { ScheduleRow } from './schedule.projection.js';

/** What of a schedule a reader sees: all of it, only that there is an evaluation, or not even that. */
export type Reading = 'working' | 'published' | 'nothing';

/** The reading rules of the roles (http.md) for the interviews of one evaluation. */
export function readingOf(
  reader: Reader,
  schedule: Pick<ScheduleRow, 'about' | 'assessors' | 'published'> | undefined,
): Reading {
  if (!schedule?.about) return 'nothing';
  const published = schedule.published ? 'published' : 'nothing';
  if (reader === 'anybody') return published;
  const { accountId, roles } = reader;
  if (roles.includes('admin') || roles.includes('auditor')) return 'working';
  return roles.includes('assessor') && own(schedule.assessors, accountId) ? 'working' : published;
}
