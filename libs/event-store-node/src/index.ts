export { startEventStoreNode } from './node.js';
export type { EventStoreNode, EventStoreNodeOptions, NodeLog, NodeStats } from './node.js';
export { NodeRefused } from './refused.js';
export { eventStoreCommand } from './process.js';
export type { OwnPostgres } from './process.js';
