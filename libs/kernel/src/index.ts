export * from './decider.js';
export * from './points.js';
export * from './record.js';
export * from './rejected.js';
export * from './text.js';
export * from './time.js';
