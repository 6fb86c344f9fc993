export * from './context-service.js';
export * from './listen.js';
export * from './parts.js';
export * from './program.js';
export * from './run-service.js';
export * from './started.js';
export * from './welcome-text.js';
