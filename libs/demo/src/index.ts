export * from './demo-accounts.js';
export type { Progress } from './demo-client.js';
export * from './demo-evaluation.js';
export * from './demo-figures.js';
export * from './demo-text.js';
export * from './load-demo.js';
