export { caseSchema, checkOfCaseSchema, checkSchema, startedCaseSchema } from './versions/v3.js';
