export * from './decider-spec.js';
export * from './record.js';
