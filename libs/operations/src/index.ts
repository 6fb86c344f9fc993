export * from './operations.module.js';
export { measureMessaging } from './metrics.js';
export { messagingPart } from './readiness.js';
