export * from './query.js';
export * from './read-store.js';
export * from './search-words.js';
