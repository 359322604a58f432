export { type EventStoreDbServer, type EventStoreDbServerOptions, startEventStoreDbServer } from './server.js';
export type { Faults } from './faults.js';
