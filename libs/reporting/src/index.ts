export { ReportingModule, reportingTables } from './reporting.module.js';
