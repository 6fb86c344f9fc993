export * from './decider/given.js';
export * from './postgres/test-database.js';
export * from './process/node-process.js';
export * from './event-store/event-store-contract.js';
export * from './event-log/memory-event-log.js';
export * from './event-log/tally.js';
export * from './event-store/append-load.js';
export * from './event-log/event-log.contract.js';
