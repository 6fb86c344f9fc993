import type { Reader } from '@kompass/http';
import type { Seen } from '../access/evaluation-access.adapter.js';
import type { AuditEntryRow } from './audit-entry.projection.js';

/** Whether a reader sees what an entry tells; that somebody proposed, and how much, may be seen. */
export function isShown(
  { type, area, actor }: Pick<AuditEntryRow, 'type' | 'area' | 'actor'>,
  { seesProposal }: Pick<Seen, 'seesProposal'>,
): boolean {
  return type !== 'ScoreProposed' || seesProposal({ area: area!, assessor: actor });
}

/** What `isShown` says, as a condition in SQL: where a filter asks for what is hidden, nothing may be found. */
export function shownCondition(parameter: string): string {
  const shown = `${parameter}::jsonb`;
  return `(type <> 'ScoreProposed' OR actor = ${shown} ->> 'own' OR ${shown} -> 'revealed' ? area)`;
}

/** The value of that condition's parameter; `undefined` where nothing is hidden. */
export function shownTo(reader: Reader, { access: { blind, revealed } }: Seen): string | undefined {
  return blind && reader !== 'anybody' ? JSON.stringify({ own: reader.accountId, revealed }) : undefined;
}
