export { SchedulingModule, schedulingTables } from './scheduling.module.js';
