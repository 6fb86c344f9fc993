import type { Reader } from '@kompass/http';
import type { AccessRow } from './access.projection.js';

/** What of an evaluation a reader sees: the work itself, the last finalised edition, or not even that it exists. */
export type Reading = 'working' | 'published' | 'nothing';

/** The reading rules of the roles (http.md) for one evaluation. */
export function readingOf(reader: Reader, access: AccessRow | undefined): Reading {
  if (!access) return 'nothing';
  const published = access.published ? 'published' : 'nothing';
  if (reader === 'anybody') return published;
  const { accountId, roles } = reader;
  if (roles.includes('admin') || roles.includes('auditor')) return 'working';
  return roles.includes('assessor') && access.members.includes(accountId) ? 'working' : published;
}
