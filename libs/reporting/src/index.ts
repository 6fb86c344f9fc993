export { resultCatalog } from './domain/result.events.js';
export { ReportingModule, reportingTables } from './reporting.module.js';
