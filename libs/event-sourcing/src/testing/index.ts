export * from './decider-spec.js';
export * from './faulty-projection-store.js';
export * from './in-memory-event-store.js';
export * from './in-memory-projection-store.js';
export * from './manual-time.js';
export * from './projection-spec.js';
export * from './record.js';
