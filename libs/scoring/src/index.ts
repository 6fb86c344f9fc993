export { evaluationCatalog, type EvaluationEvent } from './domain/evaluation.events.js';
export { evolve, unopened, type Evaluation } from './domain/evaluation.js';
export { totalsOf } from './domain/totals.js';
export { EvaluationAccess } from './views/access/evaluation-access.js';
export { ScoringModule } from './scoring.module.js';
