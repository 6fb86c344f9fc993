export * from './startup-problem.js';
export * from './postgres/server.js';
export * from './process.js';
