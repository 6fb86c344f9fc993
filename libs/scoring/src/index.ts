export { ScoringModule, scoringTables } from './scoring.module.js';
