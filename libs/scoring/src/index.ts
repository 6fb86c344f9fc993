export { evaluationCatalog } from './domain/evaluation.events.js';
export { evolve, unopened, type Evaluation } from './domain/evaluation.js';
export { totalsOf } from './domain/scores/totals.js';
export { ScoringModule, scoringTables } from './scoring.module.js';
