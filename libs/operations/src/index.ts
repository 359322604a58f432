export * from './operations.module.js';
export * from './projection.report.js';
