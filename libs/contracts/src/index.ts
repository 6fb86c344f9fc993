export * from './http/index.js';
export * from './messages/index.js';
