export * from './open-event-store.js';
export { connectSqliteEventStore, openSqliteEventStore, openSqliteEventStoreReader } from './sqlite/open.js';
export { serveEventStore } from './sqlite/bridge-owner.js';
