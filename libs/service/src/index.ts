export * from './listen.js';
export * from './parts.js';
export * from './program.js';
export * from './started.js';
