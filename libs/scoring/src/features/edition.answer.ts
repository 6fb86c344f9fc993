import type { Accepted } from '@kompass/event-store';
import type { EvaluationEvent } from '../domain/evaluation.events.js';

/** The edition that a finalisation or a reopening names. */
export function editionOf({ events }: Pick<Accepted<EvaluationEvent>, 'events'>): number {
  for (const { data } of events) if ('edition' in data) return data.edition;
  throw new Error('no event of the command names an edition');
}
