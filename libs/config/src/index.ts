export * from './settings-table.js';
export * from './settings.js';
