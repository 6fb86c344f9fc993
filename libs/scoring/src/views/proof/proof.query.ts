import type { StoredEvent } from '@kompass/event-store';
import type { EvaluationEvent } from '../../domain/evaluation.events.js';
import type { Reading } from '../access/reading.query.js';

const finalised: EvaluationEvent['type'] = 'EvaluationFinalised';
const proposed: EvaluationEvent['type'] = 'ScoreProposed';

/** How many events of the history a reader is shown: all of them, or those up to the last finalisation. */
export async function shownLength(history: AsyncIterable<StoredEvent>, reading: Reading): Promise<number> {
  let shown = 0;
  for await (const { revision, type } of history)
    if (reading === 'working' || type === finalised) shown = revision + 1;
  return shown;
}

/** What each assessor proposed is theirs and the auditors': others are shown its digest. */
export function withheldFrom(reading: Reading): (event: StoredEvent) => boolean {
  return ({ type }) => reading !== 'working' && type === proposed;
}
