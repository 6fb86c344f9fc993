import type { StoredEvent } from '@kompass/event-store';
import type { EvaluationEvent, ScoreProposed } from '../../domain/evaluation.events.js';
import type { Visible } from '../access/visible-to.query.js';

const finalised: EvaluationEvent['type'] = 'EvaluationFinalised';
const proposed: EvaluationEvent['type'] = 'ScoreProposed';

/** How many events of the history a reader is shown: all of them, or those up to the last finalisation. */
export async function shownLength(
  history: AsyncIterable<StoredEvent>,
  { reading }: Visible,
): Promise<number> {
  let shown = 0;
  for await (const { revision, type } of history)
    if (reading === 'working' || type === finalised) shown = revision + 1;
  return shown;
}

/** Of a proposal that the reader may not see, only its digest is shown. */
export function withheldFrom({ seesProposal }: Visible): (event: StoredEvent) => boolean {
  return ({ type, data }) => type === proposed && !seesProposal(data as unknown as ScoreProposed['data']);
}
