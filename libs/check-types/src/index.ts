export * from './check-type.js';
export * from './outcome.js';
export * from './provider.js';
