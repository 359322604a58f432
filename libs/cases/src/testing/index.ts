export { aCase } from './case-fixtures.js';
