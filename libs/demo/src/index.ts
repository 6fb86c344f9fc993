export * from './demo-accounts.js';
export * from './demo-figures.js';
export * from './demo-text.js';
export * from './load-demo.js';
