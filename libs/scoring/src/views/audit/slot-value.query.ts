import type { Proposal, Agreement } from '../../domain/scores/slots.js';
import type { AccessRow } from '../access/access.projection.js';
import { isAfterReveal } from '../access/visible-to.query.js';
import type { AuditEntryRow } from './audit-entry.projection.js';

/**
 * What a proposal or an agreement set, from its entry, its texts sealed or opened as they are there: and whether it came
 * after the reveal, which is told by another event.
 */
export function valueOf<Value = Proposal | Agreement>(
  {
    type,
    area,
    revision,
    value,
  }: Pick<AuditEntryRow, 'type' | 'area' | 'revision'> & { readonly value: unknown },
  access: AccessRow,
): Value {
  const afterReveal = type === 'ScoreProposed' && isAfterReveal(access, area!, revision);
  return { ...(value as object), ...(afterReveal ? { afterReveal } : {}) } as Value;
}
