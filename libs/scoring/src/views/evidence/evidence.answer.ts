import type { Evidence } from '@kompass/contracts';
import type { HeldInterview } from '../../domain/interviews/interviews.js';
import type { EvidenceRow } from './evidence.projection.js';

/** Evidence as the interface shows it, wherever it comes from: the view … */
export function shownEvidence(row: EvidenceRow): Evidence {
  const { evidence_id: id, kind, group_key: group, areas, held_at: heldAt, revision } = row;
  return { id, kind, group, areas: [...areas], heldAt, revision };
}

/** … or a replay. */
export function shownInterview({ id, value, revision }: HeldInterview): Evidence {
  return { id, kind: 'interview', ...value, areas: [...value.areas], revision };
}
