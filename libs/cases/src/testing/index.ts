export { aCase } from './case-fixtures.js';
export { caseLogs } from './case-logs.js';
