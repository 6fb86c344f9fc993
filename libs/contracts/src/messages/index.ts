export * from './cloud-event.js';
export * from './integration-event.js';
export * from './message-catalog.js';
