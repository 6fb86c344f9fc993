export { instrumentCatalog } from './domain/instrument.events.js';
export { municipalityCatalog } from './domain/municipality.events.js';
export { RegisterModule, registerTables } from './register.module.js';
