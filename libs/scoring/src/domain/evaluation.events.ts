import type { EventCatalog } from '@kompass/event-store';
import { editionTypes, type EditionEvent } from './editions/editions.events.js';
import { erasureTypes, type PassageErased } from './erasure/erasure.events.js';
import { factCheckTypes, type FactCheckEvent } from './fact-check/fact-check.events.js';
import { interviewTypes, type InterviewEvent } from './interviews/interviews.events.js';
import { openingTypes, type OpeningEvent } from './opening/opening.events.js';
import { roundTypes, type RoundEvent } from './rounds/rounds.events.js';
import { scoreTypes, type ScoreEvent } from './scores/scores.events.js';

export type * from './editions/editions.events.js';
export type * from './erasure/erasure.events.js';
export type * from './fact-check/fact-check.events.js';
export type * from './interviews/interviews.events.js';
export type * from './opening/opening.events.js';
export type * from './rounds/rounds.events.js';
export type * from './scores/scores.events.js';

/** What can happen to an evaluation, concern by concern. */
export type EvaluationEvent =
  OpeningEvent | RoundEvent | ScoreEvent | EditionEvent | FactCheckEvent | PassageErased | InterviewEvent;

export const evaluationCatalog: EventCatalog<EvaluationEvent> = {
  category: 'evaluation',
  types: {
    ...openingTypes,
    ...roundTypes,
    ...scoreTypes,
    ...editionTypes,
    ...factCheckTypes,
    ...erasureTypes,
    ...interviewTypes,
  },
};
