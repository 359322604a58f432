export * from './query.js';
export * from './read-store.js';
