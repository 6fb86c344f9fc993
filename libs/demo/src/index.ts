export * from './demo-accounts.js';
export type { Progress } from './demo-client.js';
export * from './demo-coverage.js';
export * from './demo-evaluation.js';
export * from './demo-figures.js';
export * from './demo-text.js';
export * from './load-demo.js';
export * from './run-demo.js';
