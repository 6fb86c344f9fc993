export { scheduleCatalog } from './domain/schedule.events.js';
export { SchedulingModule, schedulingTables } from './scheduling.module.js';
