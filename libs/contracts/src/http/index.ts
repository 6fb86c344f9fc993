export * from './access.js';
export type { Account } from './accounts.routes.js';
export type { Evaluation, Slot, Totals } from './evaluations/evaluation.values.js';
export type { AuditEntry, Proof } from './evaluations/history.routes.js';
export * from './check.js';
export * from './problem.js';
export * from './route.js';
export * from './routes.js';
export type { Rule } from './rules.js';
