export type { InProcessBusOptions } from './in-process-bus.adapter.js';
export * from './message-bus.port.js';
export { Messaging } from './messaging.js';
export * from './messaging.module.js';
export { policySubscription, type Executor, type Policy, type Reaction } from './policy.js';
export { publisher, type Publication, type Publisher } from './publication.js';
export type { ReferenceData, ReferenceKind } from './reference-kinds.js';
export { ReferenceTable, type Containing, type Reference } from './reference-table.js';
export { referenceMigrations } from './reference.migration.js';
