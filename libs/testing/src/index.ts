export * from './decider/given.js';
