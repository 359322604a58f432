export * from './blob-ref.js';
export * from './blob-store.js';
