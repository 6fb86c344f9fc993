export * from './assessor-directory.js';
export * from './instrument-library.js';
export * from './municipality-directory.js';
export * from './reference.module.js';
