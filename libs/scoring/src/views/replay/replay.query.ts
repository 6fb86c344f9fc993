import { foldEvent, nothingFolded, type Folded, type StoredEvent } from '@kompass/event-store';
import { evaluationCatalog } from '../../domain/evaluation.events.js';
import { evolve, unopened, type Evaluation } from '../../domain/evaluation.js';

/** A point of an evaluation's history: a revision, or a moment (ISO 8601). */
export type PointInTime = { readonly revision: number } | { readonly at: string };

function reached(point: PointInTime, { revision, metadata }: StoredEvent): boolean {
  return 'revision' in point ? revision <= point.revision : Date.parse(metadata.at) <= Date.parse(point.at);
}

/**
 * The evaluation as it was, folded from the log itself: the read side is not asked, on purpose.
 *
 * @returns revision -1 where nothing had happened yet
 */
export async function replay(
  history: AsyncIterable<StoredEvent>,
  point: PointInTime,
): Promise<Folded<Evaluation>> {
  let folded = nothingFolded(unopened);
  for await (const event of history) {
    if (!reached(point, event)) break;
    folded = foldEvent({ ...evaluationCatalog, evolve }, folded, event);
  }
  return folded;
}
