export * from './api.module.js';
export * from './background.js';
export * from './deliveries.js';
export * from './outcome-left.process.js';
export * from './past-cases.js';
export * from './projections.js';
export * from './relay.js';
export * from './stores.module.js';
