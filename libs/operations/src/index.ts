export * from './operations.module.js';
export { messagingPart } from './readiness.js';
