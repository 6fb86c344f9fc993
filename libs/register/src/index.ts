export { RegisterModule, registerTables } from './register.module.js';
