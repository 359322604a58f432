export * from './decider-spec.js';
export * from './event-store.contract.js';
export type { OpenedEventStore } from './event-store-fixtures.js';
export * from './faulty-projection-store.js';
export * from './in-memory-event-store.js';
export * from './in-memory-projection-store.js';
export * from './manual-time.js';
export * from './projection-spec.js';
export * from './record.js';
