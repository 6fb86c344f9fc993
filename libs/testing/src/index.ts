export * from './decider/given.js';
export * from './postgres/test-database.js';
