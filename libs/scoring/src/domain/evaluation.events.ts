import type { EventCatalog } from '@kompass/event-store';
import { editionTypes, type EditionEvent } from './editions/editions.events.js';
import { interviewTypes, type InterviewEvent } from './interviews/interviews.events.js';
import { openingTypes, type OpeningEvent } from './opening/opening.events.js';
import { scoreTypes, type ScoreEvent } from './scores/scores.events.js';

export type * from './editions/editions.events.js';
export type * from './interviews/interviews.events.js';
export type * from './opening/opening.events.js';
export type * from './scores/scores.events.js';

/** What can happen to an evaluation, concern by concern. */
export type EvaluationEvent = OpeningEvent | ScoreEvent | EditionEvent | InterviewEvent;

export const evaluationCatalog: EventCatalog<EvaluationEvent> = {
  category: 'evaluation',
  types: { ...openingTypes, ...scoreTypes, ...editionTypes, ...interviewTypes },
};
