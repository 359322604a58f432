export * from './carry-out.js';
export { documentOwner } from './document-owner.js';
export * from './retained.js';
export * from './retention.projection.js';
export * from './run-retention.js';
